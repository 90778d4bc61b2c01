namespace Pipeline.Domain.Messages;

/// <summary>Give the result of a document that ended to folder and webhooks. A hint: the row decides whether there is anything to do.</summary>
public sealed record DeliverResult
{
    public required Guid Tenant { get; init; }

    public required Guid Document { get; init; }
}
