namespace Pipeline.Domain.Documents;

/// <summary>Who waits for a document. Persisted as lower-case text.</summary>
public enum DocumentPriority
{
    /// <summary>A person or program waits for the result: goes before all that is bulk.</summary>
    Interactive,

    /// <summary>Folders, batches and nights.</summary>
    Bulk,
}
