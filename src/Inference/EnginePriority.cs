namespace Pipeline.Inference;

/// <summary>Who waits for a document.</summary>
public enum EnginePriority
{
    /// <summary>Nobody in particular: a folder, a batch, a night.</summary>
    Bulk,

    /// <summary>Somebody at a screen or an API client. Its passages are read before those of bulk documents; a bulk document that has waited long still gets its share.</summary>
    Interactive,
}
