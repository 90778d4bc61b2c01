namespace Pipeline.Ingest.Drop;

/// <summary>Where the taking in of a file can be cut off. Tests stop it at each.</summary>
internal enum DropStep
{
    /// <summary>The folder under processing/ is there, and nothing is in it.</summary>
    Prepared,

    /// <summary>The file lies under processing/.</summary>
    Claimed,

    /// <summary>Its content is in the blob store.</summary>
    Stored,

    /// <summary>Row and message are committed.</summary>
    Registered,

    /// <summary>The reason lies beside the place where the file will be.</summary>
    Explained,

    /// <summary>The file lies in done/, failed/ or duplicates/.</summary>
    Moved,
}
