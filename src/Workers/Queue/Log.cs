using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Queue;

internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Debug, "Document {DocumentId}: nothing to do for a message of {Consumer}.")]
    public static partial void NothingToDo(ILogger logger, Guid documentId, string consumer);

    [LoggerMessage(3101, LogLevel.Warning, "The result of document {DocumentId} could not be delivered: {Error}: {Reason} It is tried again in {Seconds:0} s.")]
    public static partial void DeliveryFailed(ILogger logger, Guid documentId, string error, string reason, double seconds);

    [LoggerMessage(3102, LogLevel.Warning, "A message of {Queue} was given up ({Error}: {Reason}); the sweeper finds its document again.")]
    public static partial void Discarded(ILogger logger, string queue, string error, string reason);

    [LoggerMessage(3103, LogLevel.Information, "Listening to {Queues}.")]
    public static partial void Attached(ILogger logger, string queues);

    [LoggerMessage(3104, LogLevel.Information, "Not listening to {Queues} any more.")]
    public static partial void Detached(ILogger logger, string queues);
}
