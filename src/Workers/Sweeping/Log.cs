using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Sweeping;

internal static partial class Log
{
    [LoggerMessage(3300, LogLevel.Information, "Swept: {Returned} leases of workers that are gone were taken back, {Enqueued} documents of which nothing was heard were enqueued again.")]
    public static partial void Swept(ILogger logger, int returned, int enqueued);

    [LoggerMessage(3301, LogLevel.Warning, "A sweep failed ({Error}: {Reason}); the next one does its work.")]
    public static partial void SweepFailed(ILogger logger, string error, string reason);
}
