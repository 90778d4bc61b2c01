using Microsoft.Extensions.Logging;

namespace Pipeline.Cli.Serve;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "The service runs with the roles {Roles} on {Address}.")]
    public static partial void Started(ILogger logger, string roles, string address);

    [LoggerMessage(5001, LogLevel.Information, "The service has stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(5002, LogLevel.Warning, "{Notice}")]
    public static partial void Engine(ILogger logger, string notice);

    [LoggerMessage(5003, LogLevel.Error, "The engine cannot be used: {Reason} Documents wait; it is tried again.")]
    public static partial void EngineTrouble(ILogger logger, string reason);

    [LoggerMessage(5004, LogLevel.Information, "The engine runs, for {Documents} documents at a time.")]
    public static partial void EngineUp(ILogger logger, int documents);

    [LoggerMessage(5005, LogLevel.Warning, "The database cannot be used yet ({Reason}). It is tried again every {Seconds:0} s.")]
    public static partial void DatabaseAway(ILogger logger, string reason, double seconds);
}
