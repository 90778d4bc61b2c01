using Pipeline.Storage.Database;

namespace Pipeline.Storage.Webhooks;

/// <summary>Names of events, as people and tables write them.</summary>
public static class WebhookText
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<WebhookEvent>().Select(Of)];

    public static string Of(WebhookEvent value) => LowerCaseText<WebhookEvent>.Write(value);

    public static string Of(WebhookDeliveryState value) => LowerCaseText<WebhookDeliveryState>.Write(value);
}
