namespace Pipeline.Domain.Documents;

/// <summary>Why an ended document is read again. Persisted as lower-case text.</summary>
public enum ReopenReason
{
    /// <summary>Another model, schema, prompt, segmenter or calibration than its result was made with.</summary>
    PipelineChanged,

    /// <summary>A person asked for another try of what failed.</summary>
    RetryFailed,

    /// <summary>The result is missing although the document is done.</summary>
    ResultMissing,

    /// <summary>A person asked for it (<c>--again</c>).</summary>
    Asked,
}
