using Microsoft.Extensions.Logging;
using Pipeline.Domain.Results;

namespace Pipeline.Workers.Delivery;

internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Document {DocumentId} was delivered: {Status}, revision {Revision}; {Receivers} receivers are to be told.")]
    public static partial void Delivered(ILogger logger, Guid documentId, ResultStatus status, int revision, int receivers);
}
