namespace Pipeline.Ingest.Api.Documents;

/// <summary>A page of documents, the latest first.</summary>
internal sealed record DocumentList
{
    /// <summary>At most as many as were asked for.</summary>
    public required IReadOnlyList<DocumentAnswer> Documents { get; init; }

    /// <summary>Give it as 'after' for the next page; null on the last.</summary>
    public required Guid? Next { get; init; }
}
