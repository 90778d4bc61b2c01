using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Looks in the database what became of the documents that were accepted.</summary>
internal sealed class Journeys(BenchDatabase database, Action<string> say)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Standstill = TimeSpan.FromMinutes(2);

    /// <summary>Returns when nothing waits and nothing is in work, and all results were delivered.</summary>
    /// <param name="alive">Asked now and then; throws where nobody is left to do the work.</param>
    /// <exception cref="OperatorException">Nothing moves.</exception>
    public async Task UntilThroughAsync(Action alive, CancellationToken cancellationToken)
    {
        var (left, moved, said) = (-1L, Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        while (true)
        {
            alive();
            var now = await OpenAsync(cancellationToken);
            if (now == 0)
            {
                return;
            }

            moved = now == left ? moved : Stopwatch.GetTimestamp();
            left = now;
            if (Stopwatch.GetElapsedTime(moved) > Standstill)
            {
                throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"{left} documents did not move for {Standstill.TotalMinutes:0} minutes."));
            }

            if (Stopwatch.GetElapsedTime(said) > SayEvery)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{left:N0} documents are on their way"));
                said = Stopwatch.GetTimestamp();
            }

            await Task.Delay(Every, cancellationToken);
        }
    }

    /// <summary>How many of them are done and delivered.</summary>
    public async Task<int> DoneAsync(IReadOnlyCollection<Guid> accepted, CancellationToken cancellationToken)
    {
        await using var command = database.Own.CreateCommand("""
            select count(*)::int from documents d
            where d.id = any($1) and d.stage = 'done' and not d.delivery_due and (select count(*) from results r where r.document_id = d.id) = 1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = accepted.ToArray() });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Seconds from when each was taken in to when its result was delivered.</summary>
    public async Task<IReadOnlyList<double>> ThroughSecondsAsync(IReadOnlyCollection<Guid> accepted, CancellationToken cancellationToken)
    {
        await using var command = database.Own.CreateCommand("select extract(epoch from updated_at - received_at)::float8 from documents where id = any($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = accepted.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var seconds = new List<double>();
        while (await reader.ReadAsync(cancellationToken))
        {
            seconds.Add(reader.GetDouble(0));
        }

        return seconds;
    }

    private Task<long> OpenAsync(CancellationToken cancellationToken) => database.ScalarAsync<long>(
        "select (select count(*) from documents where stage in ('received', 'reading', 'extracting')) + (select count(*) from documents where delivery_due)", cancellationToken);
}
