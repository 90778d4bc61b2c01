using Microsoft.Extensions.Logging;
using Pipeline.Domain.Results;

namespace Pipeline.Workers.Delivery;

internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Document {DocumentId} was delivered: {Status}, revision {Revision}; {Receivers} receivers are to be told.")]
    public static partial void Delivered(ILogger logger, Guid documentId, ResultStatus status, int revision, int receivers);

    [LoggerMessage(4001, LogLevel.Information, "Document {DocumentId} was deleted; its result is not in the results folder any more.")]
    public static partial void Removed(ILogger logger, Guid documentId);
}
