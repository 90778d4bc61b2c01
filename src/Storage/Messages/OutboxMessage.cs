using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Messages;

/// <summary>A command that is to be published: written with the state that it follows from, so that neither is there without the other.</summary>
public sealed class OutboxMessage
{
    private OutboxMessage()
    {
    }

    public long Id { get; private set; }

    /// <summary>Stays the same however often the message is published.</summary>
    public Guid MessageId { get; private set; }

    public TenantId TenantId { get; private set; }

    public DocumentId DocumentId { get; private set; }

    public OutboxCommand Command { get; private set; }

    public DocumentPriority Priority { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Not to be published before.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>How often publishing was tried in vain.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>What the document waits for now.</summary>
    /// <exception cref="InvalidOperationException">It waits for nothing.</exception>
    internal static OutboxMessage For(Document document, DateTimeOffset now) => new()
    {
        MessageId = Guid.CreateVersion7(),
        TenantId = document.TenantId,
        DocumentId = document.Id,
        Command = CommandFor(document),
        Priority = document.Priority,
        CreatedAt = now,
        NextAttemptAt = document.NextAttemptAt ?? now,
    };

    internal void Published(DateTimeOffset now) => PublishedAt = now;

    /// <summary>Doubles the pause after each try.</summary>
    internal void Postpone(DateTimeOffset now, TimeSpan longest)
    {
        Attempts++;
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(Attempts - 1, 10)));
        NextAttemptAt = now + (pause < longest ? pause : longest);
    }

    private static OutboxCommand CommandFor(Document document) => document.Stage switch
    {
        DocumentStage.Received => OutboxCommand.ReadDocument,
        DocumentStage.Extracting => OutboxCommand.ExtractFields,
        DocumentStage.Done or DocumentStage.Failed or DocumentStage.Duplicate or DocumentStage.Deleted => OutboxCommand.DeliverResult,
        DocumentStage.Reading => throw new InvalidOperationException($"A document that is {document.Stage} waits for no command."),
    };
}
