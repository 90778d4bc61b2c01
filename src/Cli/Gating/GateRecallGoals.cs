using System.Globalization;

namespace Pipeline.Cli.Gating;

/// <summary>How many of the answers a schema's threshold is to keep: each schema's own share, or the one for all.</summary>
internal sealed class GateRecallGoals
{
    // What a schema with many rare clauses needs; one with few fields can do with less, as measured in docs/reading-less.md.
    private const double Default = 0.99;

    private readonly Dictionary<string, double> _shares = new(StringComparer.Ordinal);

    public static GateRecallGoals Of(IEnumerable<string> given)
    {
        var goals = new GateRecallGoals();
        foreach (var (schema, share) in given.Select(Read).OfType<(string, double)>())
        {
            goals._shares[schema] = share;
        }

        return goals;
    }

    /// <summary><c>0.99</c> (for all, an empty name) or <c>nda=0.98</c>; null for anything else.</summary>
    public static (string Schema, double Share)? Read(string given)
    {
        var at = given.IndexOf('=', StringComparison.Ordinal);
        return double.TryParse(given.AsSpan(at + 1), CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1 ? (at < 0 ? "" : given[..at], share) : null;
    }

    public double For(string schema) => _shares.TryGetValue(schema, out var own) ? own : _shares.GetValueOrDefault("", Default);
}
