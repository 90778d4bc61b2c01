using Microsoft.Extensions.Logging;

namespace Pipeline.Ingest.Drop;

internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Watching the folder of Pipeline:Drop:Folders:{Folder}.")]
    public static partial void Watching(ILogger logger, int folder);

    [LoggerMessage(1001, LogLevel.Warning, "The folder of Pipeline:Drop:Folders:{Folder} cannot be watched: {Reason}. It is waited for.")]
    public static partial void CannotWatch(ILogger logger, int folder, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "The folder of Pipeline:Drop:Folders:{Folder} is gone. It is waited for.")]
    public static partial void FolderGone(ILogger logger, int folder);

    [LoggerMessage(1003, LogLevel.Error, "Watching the folder of Pipeline:Drop:Folders:{Folder} failed: {Error}. It starts anew.")]
    public static partial void WatchFailed(ILogger logger, int folder, string error);

    [LoggerMessage(1004, LogLevel.Information, "The file of arrival {Arrival} ended in {End} as {Documents} documents ({Code}).")]
    public static partial void Taken(ILogger logger, Guid arrival, ArrivalEnd end, int documents, string? code);

    [LoggerMessage(1005, LogLevel.Warning, "The file of arrival {Arrival} cannot be taken in now (try {Tries}): {Error}. Tried again after {Pause}.")]
    public static partial void Deferred(ILogger logger, Guid arrival, int tries, TimeSpan pause, string error);

    [LoggerMessage(1006, LogLevel.Error, "An error of ours kept the file of arrival {Arrival} from being taken in (try {Tries}): {Error}. Tried again after {Pause}.")]
    public static partial void Unexpected(ILogger logger, Guid arrival, int tries, TimeSpan pause, string error);

    [LoggerMessage(1007, LogLevel.Warning, "Files of a watched folder cannot be taken ({Tries} tries; the last: {Reason}). They are tried again.")]
    public static partial void CannotTake(ILogger logger, int tries, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "The system has no more watches to give (fs.inotify.max_user_watches, max_user_instances): files are found by the rescan alone.")]
    public static partial void NoHints(ILogger logger);

    [LoggerMessage(1009, LogLevel.Information, "The system lost count of changes in a watched folder; it is looked through.")]
    public static partial void HintsLost(ILogger logger);
}
