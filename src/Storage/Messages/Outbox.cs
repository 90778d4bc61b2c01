using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Messages;

/// <summary>Hands out what is to be published, of all tenants. Several relays may ask at once; each gets other messages.</summary>
public sealed class Outbox(PipelineDatabase database)
{
    /// <summary>How many at a time: they are published side by side, with a lock on their rows meanwhile.</summary>
    public const int BatchSize = 100;

    // A broker that is away is not asked more often than this, however long it stays away.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Publishes the oldest messages that are due, in one transaction that holds their rows. One that cannot be published does not keep the others.</summary>
    /// <param name="publish">Returns once the broker has it for good; throws if it cannot be sure. Called for many at once.</param>
    /// <param name="cancellationToken">Ends the round: what was published by then is marked.</param>
    public async Task<OutboxRound> PublishDueAsync(Func<OutboxMessage, CancellationToken, Task> publish, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var due = await context.Outbox.FromSql($"""
            select * from outbox where published_at is null and next_attempt_at <= {now}
            order by id limit {BatchSize} for update skip locked
            """).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return new OutboxRound(0, 0, TimeSpan.Zero, null);
        }

        var failures = await Task.WhenAll(due.Select(message => TryAsync(message, publish, now, cancellationToken)));
        // Checkpoint: killed after publishing and before this commit, messages are published again under the same ids, and consumers have seen them.
        await context.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        var lag = due.Where(message => message.PublishedAt is not null).Select(message => now - message.NextAttemptAt).DefaultIfEmpty(TimeSpan.Zero).Max();
        return new OutboxRound(due.Count, failures.Count(failure => failure is null), lag, failures.FirstOrDefault(failure => failure is not null));
    }

    /// <summary>Removes what was published, or received, longer than <paramref name="age"/> ago. A message that comes again after that would have its effect again, as far as the row still waits for it.</summary>
    /// <param name="age">Far longer than any broker keeps a message back.</param>
    /// <param name="most">At most so many of each, so that no transaction is long.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    /// <returns>How many.</returns>
    public async Task<int> RemoveOldAsync(TimeSpan age, int most, CancellationToken cancellationToken)
    {
        var before = database.Clock.GetUtcNow() - age;
        await using var context = database.CreateContext();
        var sent = await context.Database.ExecuteSqlAsync(
            $"delete from outbox where id in (select id from outbox where published_at < {before} limit {most})", cancellationToken);
        var received = await context.Database.ExecuteSqlAsync(
            $"delete from inbox where (consumer, message_id) in (select consumer, message_id from inbox where received_at < {before} limit {most})", cancellationToken);
        return sent + received;
    }

    private static async Task<Exception?> TryAsync(OutboxMessage message, Func<OutboxMessage, CancellationToken, Task> publish, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await publish(message, cancellationToken);
            message.Published(now);
            return null;
        }
#pragma warning disable CA1031 // Whatever the broker's client throws: the message stays, and the caller is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                message.Postpone(now, LongestPause);
            }

            return e;
        }
    }
}
