namespace Pipeline.Domain.Schemas;

/// <summary>One field of a schema. Names are <c>[a-z][a-z0-9_]*</c>.</summary>
public sealed record FieldDefinition
{
    public required string Name { get; init; }

    public required FieldKind Kind { get; init; }

    public required ValueRule Value { get; init; }

    public bool Many { get; init; }

    public string Description { get; init; } = "";

    /// <summary>What a field of kind choice can be; empty for all other kinds.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}
