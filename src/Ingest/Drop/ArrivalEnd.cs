namespace Pipeline.Ingest.Drop;

/// <summary>Where a file ends: the folder of this name, in lower case.</summary>
internal enum ArrivalEnd
{
    Done,
    Duplicates,
    Failed,
}
