namespace Pipeline.Storage.Documents;

/// <summary>Whether the outcome of a claim was written.</summary>
public enum WriteOutcome
{
    /// <summary>Committed, now or by an earlier call under the same claim.</summary>
    Written,

    /// <summary>The claim was returned or another worker has the document: nothing was written, and this worker's copy is void.</summary>
    ClaimLost,
}
