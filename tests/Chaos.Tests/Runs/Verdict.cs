using System.Globalization;
using Npgsql;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>What became of the documents that were accepted.</summary>
/// <param name="Accepted">How many.</param>
/// <param name="Lost">No row, or an end without a result or a reason.</param>
/// <param name="Duplicated">More than one result.</param>
/// <param name="Stuck">Neither at its end nor delivered when the time was over.</param>
/// <param name="Parked">Failed, although nothing is wrong with any of them.</param>
/// <param name="Interrupted">Claims that their worker did not live to end.</param>
/// <param name="Drained">From when everything was well again until the last document was delivered.</param>
internal sealed record Verdict(int Accepted, int Lost, int Duplicated, int Stuck, int Parked, int Interrupted, TimeSpan Drained)
{
    /// <summary>Documents of the set that are not at their end.</summary>
    public static Task<int> OpenAsync(string connection, IReadOnlyCollection<Guid> accepted) =>
        CountAsync(connection, "select count(*) from documents where id = any($1) and (stage not in ('done', 'failed', 'duplicate') or delivery_due)", accepted);

    public static async Task<Verdict> ReachAsync(string connection, IReadOnlyCollection<Guid> accepted, TimeSpan drained) => new(
        accepted.Count,
        await CountAsync(connection, """
            select count(*) from unnest($1) as accepted (id) left join documents d on d.id = accepted.id
            where d.id is null or d.stage = 'failed' and d.failure_code is null
               or d.stage = 'done' and not exists (select 1 from results r where r.document_id = d.id)
            """, accepted),
        await CountAsync(connection, "select count(*) from (select document_id from results where document_id = any($1) group by document_id having count(*) > 1) twice", accepted),
        await OpenAsync(connection, accepted),
        await CountAsync(connection, "select count(*) from documents where id = any($1) and stage = 'failed'", accepted),
        await CountAsync(connection, "select count(*) from stage_attempts where document_id = any($1) and outcome = 'expired'", accepted),
        drained);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Accepted} accepted: {Lost} lost, {Duplicated} duplicated, {Stuck} stuck, {Parked} parked; {Interrupted} interrupted in work; drained {Drained.TotalSeconds:0.0} s after all was well again");

    private static async Task<int> CountAsync(string connection, string sql, IReadOnlyCollection<Guid> accepted)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = accepted.ToArray() });
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
