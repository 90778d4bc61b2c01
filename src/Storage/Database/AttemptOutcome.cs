namespace Pipeline.Storage.Database;

/// <summary>How a claim ended. Persisted as lower-case text.</summary>
public enum AttemptOutcome
{
    Running,
    Completed,

    /// <summary>The document ended as failed.</summary>
    Failed,

    /// <summary>The document failed and is tried again.</summary>
    Counted,

    /// <summary>Handed back undone.</summary>
    Released,

    /// <summary>The worker was gone.</summary>
    Expired,
}
