using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Messages;

/// <summary>Hands out what is to be published, of all tenants. Several relays may ask at once; each gets other messages.</summary>
public sealed class Outbox(PipelineDatabase database)
{
    /// <summary>How many at a time: one round trip to the broker for each, and a lock on the rows meanwhile.</summary>
    public const int BatchSize = 100;

    // A broker that is away is not asked more often than this, however long it stays away.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Publishes the oldest messages that are due, in one transaction that holds their rows.</summary>
    /// <param name="publish">Returns once the broker has it for good; throws if it cannot be sure.</param>
    /// <param name="cancellationToken">Ends the work between two messages.</param>
    /// <returns>How many were published, and what stopped it before the end.</returns>
    public async Task<(int Published, Exception? Stopped)> PublishDueAsync(Func<OutboxMessage, CancellationToken, Task> publish, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var due = await context.Outbox.FromSql($"""
            select * from outbox where published_at is null and next_attempt_at <= {now}
            order by id limit {BatchSize} for update skip locked
            """).ToListAsync(cancellationToken);
        var published = 0;
        Exception? stopped = null;
        foreach (var message in due)
        {
            try
            {
                await publish(message, cancellationToken);
                message.Published(now);
                published++;
            }
#pragma warning disable CA1031 // Whatever the broker's client throws: the message stays, what was published before is marked, and the caller is told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                message.Postpone(now, LongestPause);
                stopped = e;
                break;
            }
        }

        // Checkpoint: killed after publishing and before this commit, messages are published again under the same ids, and consumers have seen them.
        await context.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return (published, stopped);
    }
}
