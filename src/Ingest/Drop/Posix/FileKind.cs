namespace Pipeline.Ingest.Drop.Posix;

internal enum FileKind
{
    File,
    Folder,
    Link,

    /// <summary>A pipe, a socket or a device.</summary>
    Other,
}
