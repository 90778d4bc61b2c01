namespace Pipeline.Ingest.Api.Events;

/// <summary>Data of the event 'progress': a document of the batch moved.</summary>
internal sealed record BatchChange
{
    /// <summary>Key of the batch.</summary>
    public required Guid Id { get; init; }

    /// <summary>Documents in it.</summary>
    public required int Total { get; init; }

    /// <summary>Documents that are through.</summary>
    public required int Ended { get; init; }

    /// <summary>Documents by stage; each stage is there.</summary>
    public required IReadOnlyDictionary<string, int> Stages { get; init; }
}
