using Npgsql;

namespace Pipeline.Storage.Migrations;

/// <summary>Brings a database to the state of migrations/: forward only, one transaction a file, one migrator at a time.</summary>
public sealed class MigrationRunner(NpgsqlDataSource dataSource, IReadOnlyList<Migration> migrations)
{
    // Any number, the same in every version of ours: who holds it migrates, everybody else waits.
    private const long AdvisoryLock = 0x70697065_6d696772;

    /// <summary>Names of the files that were applied now; empty when the database was up to date.</summary>
    /// <exception cref="MigrationException">An applied file was edited or is missing here, comes too late, or failed.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellationToken)
    {
        CheckNumbers();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_lock({AdvisoryLock})", cancellationToken);
        try
        {
            return await ApplyLockedAsync(connection, cancellationToken);
        }
        finally
        {
            // The lock is the session's, and the session goes back to a pool: without this nobody could migrate any more.
            await ExecuteAsync(connection, $"select pg_advisory_unlock({AdvisoryLock})", CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<string>> ApplyLockedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "create table if not exists schema_migrations (file text primary key, checksum text not null, applied_at timestamptz not null default now())", cancellationToken);
        var applied = await ReadAppliedAsync(connection, cancellationToken);
        CheckApplied(applied);
        var pending = migrations.Where(migration => !applied.ContainsKey(migration.File)).OrderBy(migration => migration.File, StringComparer.Ordinal).ToArray();
        CheckOrder(pending, applied);
        foreach (var migration in pending)
        {
            await ApplyOneAsync(connection, migration, cancellationToken);
        }

        return [.. pending.Select(migration => migration.File)];
    }

    private static async Task ApplyOneAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
        }
        catch (PostgresException exception)
        {
            throw new MigrationException(migration.File, $"The migration {migration.File} failed and changed nothing: {exception.MessageText}", exception);
        }

        await using var record = new NpgsqlCommand("insert into schema_migrations (file, checksum) values ($1, $2)", connection, transaction)
        {
            Parameters = { new() { Value = migration.File }, new() { Value = migration.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private void CheckNumbers()
    {
        if (migrations.GroupBy(migration => migration.Number).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new MigrationException(twice.Last().File, $"Two migrations have the number {twice.Key}: {string.Join(" and ", twice.Select(migration => migration.File))}. Renumber the later one.", null);
        }
    }

    private void CheckApplied(Dictionary<string, string> applied)
    {
        foreach (var (file, checksum) in applied)
        {
            var migration = migrations.FirstOrDefault(migration => migration.File == file)
                ?? throw new MigrationException(file, $"The database has the migration {file}, which this version does not know. Use the version that applied it, or a later one.", null);
            if (migration.Checksum != checksum)
            {
                throw new MigrationException(file, $"The migration {file} was edited after it was applied to this database. Restore the file, and put the change into a new one.", null);
            }
        }
    }

    private static void CheckOrder(Migration[] pending, Dictionary<string, string> applied)
    {
        var last = applied.Keys.Max(StringComparer.Ordinal);
        if (pending.FirstOrDefault(migration => string.CompareOrdinal(migration.File, last) < 0) is { } late)
        {
            throw new MigrationException(late.File, $"The migration {late.File} comes before {last}, which is applied already. Give it the next number.", null);
        }
    }

    private static async Task<Dictionary<string, string>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select file, checksum from schema_migrations order by file", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), reader.GetString(1));
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        // A migration of a large table takes the time it takes; waiting for another migrator too.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
