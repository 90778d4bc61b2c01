using Pipeline.Domain.Documents;
using Pipeline.Storage.Messages;

namespace Pipeline.Workers.Queue;

/// <summary>The queues: one for each command and priority, since quorum queues of RabbitMQ 3.10 have no priorities of their own. Renaming one loses the messages in it.</summary>
public static class QueueNames
{
    private const string InteractiveSuffix = "-interactive";
    private const string BulkSuffix = "-bulk";

    public static IReadOnlyList<string> All { get; } =
        [.. Enum.GetValues<OutboxCommand>().SelectMany(command => Enum.GetValues<DocumentPriority>().Select(priority => Of(command, priority)))];

    public static string Of(OutboxCommand command, DocumentPriority priority) => Of(command) + priority switch
    {
        DocumentPriority.Interactive => InteractiveSuffix,
        DocumentPriority.Bulk => BulkSuffix,
    };

    /// <summary>For which priority the queue is that a message came from.</summary>
    public static DocumentPriority PriorityOf(Uri queue)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return queue.AbsolutePath.EndsWith(InteractiveSuffix, StringComparison.Ordinal) ? DocumentPriority.Interactive : DocumentPriority.Bulk;
    }

    private static string Of(OutboxCommand command) => command switch
    {
        OutboxCommand.ReadDocument => "read-document",
        OutboxCommand.ExtractFields => "extract-fields",
        OutboxCommand.DeliverResult => "deliver-result",
    };
}
