using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Invariants;

/// <summary>Checks what must hold whatever was killed, over all tenants. Reads only, in one snapshot, beside a service that works.</summary>
public sealed class InvariantChecks(PipelineDatabase database, TenantBlobs blobs, InvariantOptions options)
{
    /// <summary>Of so many violations the ids are given.</summary>
    public const int MostIds = 10;

    // A million documents are counted within a minute; this is for a server that is busy with other things.
    internal const int TimeoutSeconds = 600;

    /// <summary>One finding for each invariant, in a fixed order.</summary>
    /// <exception cref="PostgresException">The database is not one of this version: a table or column is missing.</exception>
    public async Task<IReadOnlyList<InvariantFinding>> RunAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        List<InvariantFinding> findings = [];
        foreach (var invariant in DocumentInvariants.All.Concat(ResultInvariants.All))
        {
            findings.Add(await CheckAsync(connection, invariant, cancellationToken));
        }

        findings.AddRange(await new BlobChecks(connection, blobs).RunAsync(options.HashedBlobs, cancellationToken));
        return findings;
    }

    internal static void Count(List<string> ids, string id, ref long violations)
    {
        violations++;
        if (ids.Count < MostIds)
        {
            ids.Add(id);
        }
    }

    private async Task<InvariantFinding> CheckAsync(NpgsqlConnection connection, Invariant invariant, CancellationToken cancellationToken)
    {
        var now = database.Clock.GetUtcNow();
        await using var command = new NpgsqlCommand($"""
            with broken as ({invariant.Violations})
            select (select count(*) from broken), array(select id from broken order by id limit {MostIds})
            """, connection) { CommandTimeout = TimeoutSeconds };
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("late", now - options.Patience);
        command.Parameters.AddWithValue("silence", options.SweepSilence);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return new InvariantFinding(invariant.Name, invariant.Statement, rows.GetInt64(0), await rows.GetFieldValueAsync<string[]>(1, cancellationToken));
    }
}
