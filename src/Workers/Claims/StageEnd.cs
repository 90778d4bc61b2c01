namespace Pipeline.Workers.Claims;

/// <summary>What a stage did with a document.</summary>
public enum StageEnd
{
    /// <summary>It waits for the next stage.</summary>
    Advanced,

    /// <summary>It has a result, or failed for good.</summary>
    Ended,

    /// <summary>It waits for another try of the same stage.</summary>
    WillRetry,

    /// <summary>It was handed back undone: this process stops, or something that every document needs is away.</summary>
    HandedBack,

    /// <summary>Another worker has it; what this one did is void.</summary>
    ClaimLost,
}
