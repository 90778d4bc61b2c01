using System.Text.Json.Serialization;
using Pipeline.Domain.Documents;

namespace Pipeline.Domain.Results;

/// <summary>One line of <c>results.jsonl</c> (docs/results.md). Property order is the order in the file.</summary>
public sealed record DocumentResult
{
    /// <summary>The path as the user gave it, relative to the argument that led to it.</summary>
    public required string Document { get; init; }

    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the file in lower-case hex; null where it could not be read.</summary>
    public required string? Sha256 { get; init; }

    public required int Revision { get; init; }

    public required bool Final { get; init; }

    public required ResultStatus Status { get; init; }

    /// <summary>For a duplicate: the document that carries the result.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DuplicateOf { get; init; }

    public required string Schema { get; init; }

    public required string Model { get; init; }

    public required string PipelineVersion { get; init; }

    public IReadOnlyList<PageResult> Pages { get; init; } = [];

    public string? Reference { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, FieldResult> Fields { get; init; } = new Dictionary<string, FieldResult>();

    public IReadOnlyList<PossibleMiss> PossibleMisses { get; init; } = [];

    public UsageResult Usage { get; init; } = new();

    public required CostResult Cost { get; init; }

    public DocumentFailure? Failure { get; init; }
}
