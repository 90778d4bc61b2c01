using Microsoft.Extensions.Logging;

namespace Pipeline.Cli.Operations;

internal static partial class Log
{
    [LoggerMessage(5050, LogLevel.Warning, "The backlog cannot be counted: {Error}.")]
    public static partial void NoBacklog(ILogger logger, string error);
}
