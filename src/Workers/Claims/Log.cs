using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Claims;

internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Warning, "Claim {ClaimNumber} of document {DocumentId} was lost; its work stops.")]
    public static partial void ClaimLost(ILogger logger, Guid documentId, int claimNumber);

    [LoggerMessage(3001, LogLevel.Warning, "The heartbeat of {Claims} claims failed: {Error}.")]
    public static partial void HeartbeatFailed(ILogger logger, int claims, string error);
}
