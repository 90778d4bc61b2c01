namespace Pipeline.Storage.Documents;

/// <summary>What became of a document whose failure was counted.</summary>
public enum FailureOutcome
{
    /// <summary>It waits for another try.</summary>
    WillRetry,

    /// <summary>It failed too often and ended as failed.</summary>
    Parked,

    /// <summary>The claim was returned or another worker has the document: nothing was written.</summary>
    ClaimLost,
}
