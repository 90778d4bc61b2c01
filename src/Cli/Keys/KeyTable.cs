using System.Globalization;
using Pipeline.Cli.Run;
using Pipeline.Storage.Access;

namespace Pipeline.Cli.Keys;

/// <summary>Prints keys, without their secrets.</summary>
internal static class KeyTable
{
    public static void Print(TextWriter writer, IReadOnlyList<ApiKeyRecord> keys, DateTimeOffset now)
    {
        if (keys.Count == 0)
        {
            writer.WriteLine("There are no keys. Make one: pipeline keys create --name NAME");
            return;
        }

        var rows = keys.Select(key => new[] { key.Prefix, RunTable.Printable(key.Name), string.Join(",", key.Scopes), State(key, now), Day(key.CreatedAt), Day(key.LastUsedAt), Quota(key) })
            .Prepend(["Key", "Name", "Scopes", "State", "Created", "Last used", "A day"])
            .ToArray();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            writer.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static string State(ApiKeyRecord key, DateTimeOffset now) =>
        key.RevokedAt is not null ? "revoked" : !key.IsLive(now) ? "expired" : key.ExpiresAt is { } end ? $"until {Day(end)}" : "valid";

    private static string Day(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";

    private static string Quota(ApiKeyRecord key) => (key.DailyDocuments, key.DailyBytes) switch
    {
        (null, null) => "-",
        ({ } documents, null) => string.Create(CultureInfo.InvariantCulture, $"{documents} documents"),
        (null, { } bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        ({ } documents, { } bytes) => string.Create(CultureInfo.InvariantCulture, $"{documents} documents, {bytes} bytes"),
    };
}
