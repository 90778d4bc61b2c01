namespace Pipeline.Domain.Messages;

/// <summary>Turn a received document into a layout. A hint: the row decides whether there is anything to do.</summary>
public sealed record ReadDocument
{
    public required Guid Tenant { get; init; }

    public required Guid Document { get; init; }
}
