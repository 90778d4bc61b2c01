using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Stages;

internal static partial class Log
{
    [LoggerMessage(3010, LogLevel.Information, "Document {DocumentId} left {Stage}: {End} after {Seconds:0.0} s.")]
    public static partial void Ended(ILogger logger, Guid documentId, string stage, string end, double seconds);

    [LoggerMessage(3011, LogLevel.Error, "{Stage} rests: {Error}: {Reason} Documents wait and none is failed for it; the next try is in {Seconds:0} s.")]
    public static partial void OutageBegan(ILogger logger, string stage, string error, string reason, double seconds);

    [LoggerMessage(3012, LogLevel.Information, "{Stage} goes on.")]
    public static partial void OutageEnded(ILogger logger, string stage);

    [LoggerMessage(3013, LogLevel.Information, "{Stage} stops: {Documents} documents that were not begun are handed back, {InWork} are in work.")]
    public static partial void Stopping(ILogger logger, string stage, int documents, int inWork);

    [LoggerMessage(3014, LogLevel.Warning, "{Stage} could not finish {InWork} documents in {Seconds:0} s; they are handed back.")]
    public static partial void HandedBack(ILogger logger, string stage, int inWork, double seconds);

    [LoggerMessage(3015, LogLevel.Error, "A worker of {Stage} met {Error}; its document goes back with its lease.")]
    public static partial void WorkerFault(ILogger logger, Exception exception, string stage, string error);
}
