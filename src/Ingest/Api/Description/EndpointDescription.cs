namespace Pipeline.Ingest.Api.Description;

/// <summary>What the OpenAPI document says of an endpoint.</summary>
internal sealed record EndpointDescription(string Name, string Summary, string Details)
{
    /// <summary>Status and type of the answers that are successes.</summary>
    public required IReadOnlyList<(int Status, Type? Type, string ContentType)> Answers { get; init; }

    /// <summary>Of refusals, besides those that every endpoint gives.</summary>
    public IReadOnlyList<int> Refusals { get; init; } = [];

    /// <summary>Of the first answer, as JSON.</summary>
    public string? Example { get; init; }
}
