using System.Globalization;
using Pipeline.Cli.Setup;
using Pipeline.Storage.Access;

namespace Pipeline.Cli.Keys;

/// <summary>Reads what is said of a key on the command line.</summary>
internal static class KeyFlags
{
    /// <exception cref="OperatorException">Something cannot be used.</exception>
    public static NewApiKey Read(KeyWords words, DateTimeOffset now) => new()
    {
        Name = Named(words.Name),
        Scopes = Scoped(words.Scopes),
        ExpiresAt = words.Expires is null ? null : Expiry(words.Expires, now),
        DailyDocuments = words.Quota,
        DailyBytes = words.QuotaBytes,
    };

    private static string Named(string name) =>
        name.Length is > 0 and <= 100 && !name.Any(char.IsControl) ? name : throw new OperatorException("A name has 1 to 100 printable characters.");

    private static string[] Scoped(string? scopes)
    {
        var given = scopes?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray() ?? [.. ApiScopes.Usual];
        return given.Length > 0 && given.All(scope => ApiScopes.All.Contains(scope))
            ? given
            : throw new OperatorException($"--scopes are some of {string.Join(", ", ApiScopes.All)}, separated by commas.");
    }

    // "90d" or a day; the key works until that day has ended (UTC).
    private static DateTimeOffset Expiry(string expires, DateTimeOffset now)
    {
        if (expires.EndsWith('d') && int.TryParse(expires.AsSpan(0, expires.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36500)
        {
            return now.AddDays(days);
        }

        if (DateOnly.TryParseExact(expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            var end = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            return end > now ? end : throw new OperatorException("--expires lies in the past.");
        }

        throw new OperatorException("--expires is a number of days, such as 90d, or a day, such as 2027-12-31.");
    }
}
