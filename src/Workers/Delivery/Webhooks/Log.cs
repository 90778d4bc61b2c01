using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Delivery.Webhooks;

internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Warning, "Event {Delivery} for webhook {Webhook} was not delivered (try {Attempt}): {Reason}, status {Status}.")]
    public static partial void NotDelivered(ILogger logger, Guid delivery, Guid webhook, int attempt, int? status, string reason);

    [LoggerMessage(4101, LogLevel.Error, "Sending event {Delivery} failed with an error of ours: {Error}. It is tried again.")]
    public static partial void SendFailed(ILogger logger, Guid delivery, string error);

    [LoggerMessage(4102, LogLevel.Warning, "Events that are due cannot be looked up: {Error} (database away: {Outage}). They stay due.")]
    public static partial void LookFailed(ILogger logger, string error, bool outage);
}
