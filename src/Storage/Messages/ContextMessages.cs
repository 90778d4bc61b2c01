using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Messages;

/// <summary>Writes messages beside the state that they follow from.</summary>
internal static class ContextMessages
{
    /// <summary>Call once the document stands where it will be committed. Does nothing for a document of a one-shot run, or one that is in somebody's hands.</summary>
    /// <returns>Whether there is a message: the caller raises the signal after its commit.</returns>
    public static bool Enqueue(this PipelineContext context, Document document, DateTimeOffset now)
    {
        if (!document.WantsWork)
        {
            return false;
        }

        context.Outbox.Add(OutboxMessage.For(document, now));
        document.Enqueued(now);
        return true;
    }
}
