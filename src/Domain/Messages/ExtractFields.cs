namespace Pipeline.Domain.Messages;

/// <summary>Let the model read a document's passages. A hint: the row decides whether there is anything to do.</summary>
public sealed record ExtractFields
{
    public required Guid Tenant { get; init; }

    public required Guid Document { get; init; }
}
