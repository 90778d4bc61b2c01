using System.Globalization;
using Npgsql;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Rows as documents leave them that came one a second and are through, in every table that grows with documents: of the messages those of the last tenth, since messages are kept for days only.</summary>
internal sealed class SyntheticRows(NpgsqlDataSource database)
{
    private const int AtOnce = 50_000;
    private const int PerBatch = 1000;

    // As ids of version 7 are: in the order of time, and random after that.
    private const string Functions = """
        create or replace function public.bench_id(at timestamptz, kind text, i bigint) returns uuid language sql stable parallel safe as $$
            select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || overlay(overlay(substr(md5(kind || i), 1, 20) placing '7' from 1) placing '8' from 5))::uuid $$;
        create or replace function public.bench_hash(kind text, i bigint) returns text language sql stable parallel safe as $$
            select encode(sha256((kind || i)::bytea), 'hex') $$;
        """;

    private const string Tenant = "'00000000-0000-7000-8000-000000000001'::uuid";

    // What one page of text leaves; the content of results is shorter than real ones, which lie apart from the row.
    private static readonly string[] Tables =
    [
        $"""
        insert into documents (id, tenant_id, name, source_path, source_key, sha256, size_bytes, stage, claim_number, failures, layout_sha256, page_count, reader_version, pipeline_version,
            failure_code, failure_reason, received_at, updated_at, schema, priority, batch_id, labels, enqueued_at, enqueues, delivery_due)
        select bench_id(at, 'd', i), {Tenant}, 'contract-' || i || '.txt', 'upload/' || bench_hash('p', i), bench_hash('k', i), bench_hash('s', i), 1800 + i % 400,
            case when i % 33 = 0 then 'failed' else 'done' end, 2, 0, bench_hash('l', i), 1, 'text-1', 'f00dfeedf00dfeed',
            case when i % 33 = 0 then 'no_text' end, case when i % 33 = 0 then 'The document holds no text.' end, at, at + interval '2 seconds', 'contracts', 'bulk',
            bench_id(at - (i % {PerBatch}) * interval '1 second', 'b', i / {PerBatch}), '{Braces}', at, 1, false
        from source
        """,
        $"insert into stage_attempts (id, tenant_id, document_id, stage, claim_number, worker, started_at, ended_at, outcome) select bench_id(at, 'a' || n, i), {Tenant}, bench_id(at, 'd', i), case n when 1 then 'reading' else 'extracting' end, n, 'synthetic', at, at, 'completed' from source, generate_series(1, 2) n",
        $"insert into results (id, tenant_id, document_id, pipeline_version, revision, content, created_at) select bench_id(at, 'r', i), {Tenant}, bench_id(at, 'd', i), 'f00dfeedf00dfeed', 1, ('{{\"status\":\"accepted\",\"text\":\"' || repeat(bench_hash('c', i), 4) || '\"}}')::json, at from source",
        $"insert into cost_entries (id, tenant_id, document_id, result_id, claim_number, stage, unit, quantity, unit_price, amount, currency, kind, booked_at) select bench_id(at, 'c' || n, i), {Tenant}, bench_id(at, 'd', i), bench_id(at, 'r', i), n, case n when 1 then 'reading' else 'extracting' end, 'cpu_second', 1, 0.00001, 0.00001, 'USD', 'work', at from source, generate_series(1, 2) n",
        $"insert into outbox (message_id, tenant_id, document_id, command, priority, created_at, next_attempt_at, attempts, published_at) select bench_id(at, 'm' || n, i), {Tenant}, bench_id(at, 'd', i), (array['read_document', 'extract_fields', 'deliver_result'])[n], 'bulk', at, at, 0, at from source, generate_series(1, 3) n where i > (9 * total) / 10",
        $"insert into inbox (consumer, message_id, tenant_id, received_at) select (array['read-document', 'extract-fields', 'deliver-result'])[n], bench_id(at, 'm' || n, i), {Tenant}, at from source, generate_series(1, 3) n where i > (9 * total) / 10",
    ];

    private const string Braces = "{}";

    /// <summary>They are settled when this returns: analysed, and vacuumed.</summary>
    public async Task WriteAsync(int rows, Action<string> say, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, Functions, cancellationToken);
        await WithoutKeyChecksAsync(connection, cancellationToken);
        var indexes = await DropIndexesAsync(connection, cancellationToken);
        await ExecuteAsync(connection, $"insert into batches (id, tenant_id, name, created_at) select bench_id(at, 'b', i), {Tenant}, 'batch ' || i, at from {Source(began, rows, 0, rows / PerBatch, PerBatch)}", cancellationToken);
        for (var from = 0; from < rows; from += AtOnce)
        {
            say(string.Create(CultureInfo.InvariantCulture, $"Writing synthetic rows: {from:N0} of {rows:N0} documents"));
            foreach (var table in Tables)
            {
                await ExecuteAsync(connection, table.Replace("from source", "from " + Source(began, rows, from, Math.Min(rows, from + AtOnce) - 1, 1), StringComparison.Ordinal), cancellationToken);
            }
        }

        foreach (var index in indexes)
        {
            say($"Making the index {index.Name}");
            await ExecuteAsync(connection, index.Definition, cancellationToken);
        }

        say("Vacuuming the synthetic rows");
        await ExecuteAsync(connection, "vacuum (analyze)", cancellationToken);
        await ExecuteAsync(connection, "drop function public.bench_id; drop function public.bench_hash", cancellationToken);
    }

    /// <summary>Numbers with the time at which that document came: one a second, the last just now.</summary>
    private static string Source(DateTimeOffset end, int total, int from, int to, int step) => string.Create(
        CultureInfo.InvariantCulture,
        $"(select i, date_trunc('milliseconds', timestamptz '{end:O}' - ({total} - i * {step}) * interval '1 second') as at, {total} as total from generate_series({from}, {to}) i) as numbered");

    /// <summary>Made at the end, each is sorted once; kept up row by row, they take most of the time.</summary>
    private static async Task<IReadOnlyList<(string Name, string Definition)>> DropIndexesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var indexes = new List<(string Name, string Definition)>();
        await using (var command = new NpgsqlCommand("select indexname, indexdef from pg_indexes where schemaname = 'public' and not exists (select 1 from pg_constraint where conname = indexname) order by indexname", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                indexes.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        foreach (var (name, _) in indexes)
        {
            await ExecuteAsync(connection, $"drop index {name}", cancellationToken);
        }

        return indexes;
    }

    // A right of superusers: what refers to what is right by how it is made. Without it filling takes longer.
    private static async Task WithoutKeyChecksAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, "set session_replication_role = replica", cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Then each row is checked.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
