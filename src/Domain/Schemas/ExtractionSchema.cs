namespace Pipeline.Domain.Schemas;

/// <summary>A versioned set of fields, in the order in which the model is asked for them.</summary>
public sealed record ExtractionSchema
{
    public required string Name { get; init; }

    public required int Version { get; init; }

    public required IReadOnlyList<FieldDefinition> Fields { get; init; }

    /// <summary>As results show it: <c>contracts@1</c>.</summary>
    public string Identity => FormattableString.Invariant($"{Name}@{Version}");

    /// <summary>Reads a schema file (as schemas/contracts.v1.json).</summary>
    /// <exception cref="InvalidSchemaException">With every problem of the file and its place.</exception>
    public static ExtractionSchema Parse(string json) => new SchemaParser().Parse(json);
}
