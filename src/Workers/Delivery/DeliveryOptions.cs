namespace Pipeline.Workers.Delivery;

/// <summary>Settings under <c>Pipeline:Delivery</c>.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Absolute: where results are put as files. Null: results are in the API and in webhooks alone.</summary>
    public string? Folder { get; init; }

    /// <summary>Of the price list: a document that was never read has a cost too, of nothing.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() =>
        Folder is { Length: > 0 } && !Path.IsPathFullyQualified(Folder) ? ["Pipeline:Delivery:Folder has to be an absolute path."] : [];
}
