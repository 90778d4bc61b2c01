using System.Text.Json;

namespace Pipeline.Ingest.Api.Documents;

/// <summary>A result, and what the sender gave with the document.</summary>
internal sealed record ResultEnvelope
{
    /// <summary>The document that was asked for.</summary>
    public required Guid Id { get; init; }

    /// <summary>accepted, review (some values are for a person to look at), or duplicate.</summary>
    public required string Status { get; init; }

    /// <summary>Rises when the result is corrected.</summary>
    public required int Revision { get; init; }

    /// <summary>The sender's own key.</summary>
    public required string? Reference { get; init; }

    /// <summary>The sender's labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>For a duplicate: the document that the result is of.</summary>
    public required Guid? DuplicateOf { get; init; }

    /// <summary>The result as in results.jsonl, byte for byte (docs/results.md).</summary>
    public required JsonElement Result { get; init; }
}
