using Microsoft.Extensions.Logging;

namespace Pipeline.Ingest.Api;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "{Documents} documents accepted, {Bytes} bytes, batch {BatchId}, key {KeyId}.")]
    public static partial void Accepted(ILogger logger, int documents, long bytes, Guid? batchId, Guid keyId);

    [LoggerMessage(1101, LogLevel.Error, "A request failed by an error of ours: {Error}.")]
    public static partial void Failed(ILogger logger, Exception exception, string error);

    [LoggerMessage(1102, LogLevel.Warning, "Uploads are refused: {Reason}.")]
    public static partial void Closed(ILogger logger, string reason);

    [LoggerMessage(1103, LogLevel.Information, "Uploads are accepted again.")]
    public static partial void Opened(ILogger logger);

    [LoggerMessage(1104, LogLevel.Information, "Document {DocumentId} was deleted by key {KeyId}.")]
    public static partial void Deleted(ILogger logger, Guid documentId, Guid keyId);

    [LoggerMessage(1105, LogLevel.Information, "Document {DocumentId} was sent through again by key {KeyId}.")]
    public static partial void Replayed(ILogger logger, Guid documentId, Guid keyId);

    [LoggerMessage(1106, LogLevel.Warning, "Upkeep of the API failed: {Error}. It goes on at the next turn.")]
    public static partial void UpkeepFailed(ILogger logger, string error);

    [LoggerMessage(1107, LogLevel.Warning, "Changes could not be read: {Error}. Streams go on when the database is back.")]
    public static partial void ChangesFailed(ILogger logger, string error);

    [LoggerMessage(1200, LogLevel.Warning, "A request came with the key {KeyId}, which is revoked or expired.")]
    public static partial void DeadKey(ILogger logger, Guid keyId);
}
