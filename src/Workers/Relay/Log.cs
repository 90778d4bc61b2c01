using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Relay;

internal static partial class Log
{
    [LoggerMessage(3200, LogLevel.Warning, "Messages cannot be published for now ({Error}: {Reason}). They wait in the database, nothing is lost; the relay keeps trying.")]
    public static partial void OutageBegan(ILogger logger, string error, string reason);

    [LoggerMessage(3201, LogLevel.Information, "Messages are published again after {Seconds:0} s.")]
    public static partial void OutageEnded(ILogger logger, double seconds);

    [LoggerMessage(3202, LogLevel.Debug, "The queues are there.")]
    public static partial void Declared(ILogger logger);

    [LoggerMessage(3203, LogLevel.Warning, "Notifications of the database do not come for now ({Error}). The relay finds messages by looking, a little later.")]
    public static partial void NotListening(ILogger logger, string error);
}
