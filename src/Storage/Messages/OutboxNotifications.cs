using Npgsql;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Messages;

/// <summary>Tells the relays of other processes, by LISTEN and NOTIFY, that something lies in the outbox. Only a hint that saves waiting: each relay also looks by itself.</summary>
public sealed class OutboxNotifications(PipelineDatabase database)
{
    private const string Channel = "pipeline_outbox";

    // A connection that a firewall dropped without a word is found out after this.
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(30);

    /// <summary>Outside of any transaction of ours: NOTIFY takes a lock of the whole database when it commits.</summary>
    public async Task NotifyAsync(CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand($"notify {Channel}");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Raises the signal of this process whenever another process notifies, and once when it begins to listen, since it may have missed some.</summary>
    /// <exception cref="Exception">The connection broke: the caller listens again after a while.</exception>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, _) => database.Signal.Raise();
        await ExecuteAsync(connection, $"listen {Channel}", cancellationToken);
        database.Signal.Raise();
        while (true)
        {
            if (!await connection.WaitAsync(SignOfLife, cancellationToken))
            {
                await ExecuteAsync(connection, "select 1", cancellationToken);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
