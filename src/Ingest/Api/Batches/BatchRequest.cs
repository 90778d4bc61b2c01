namespace Pipeline.Ingest.Api.Batches;

/// <summary>A batch that is to be opened.</summary>
internal sealed record BatchRequest
{
    /// <summary>For people; at most 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>The sender's own key; at most 200 characters.</summary>
    public string? Reference { get; init; }
}
