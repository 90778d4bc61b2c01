namespace Pipeline.Inference.Decoding;

/// <summary>Gathers the findings of all paths of one sentence. Paths are disjoint events, so equal findings add up.</summary>
internal sealed class SentenceAnswer
{
    private readonly Dictionary<(int Field, int? Start, int? Length, int? Option), (double Sum, double Best, EngineDecisions Decisions)> _findings = [];

    public List<(int Field, double Probability)> PossibleMisses { get; } = [];

    public void Add(int field, int? start, int? length, int? option, double probability, EngineDecisions decisions)
    {
        var key = (field, start, length, option);
        _findings[key] = _findings.TryGetValue(key, out var known)
            ? (known.Sum + probability, Math.Max(known.Best, probability), Flagged(probability > known.Best ? decisions : known.Decisions, decisions, known.Decisions))
            : (probability, probability, decisions);
    }

    /// <summary>In schema order, then by place, or in the order of options.</summary>
    public IEnumerable<(int Field, int? Start, int? Length, int? Option, double Probability, EngineDecisions Decisions)> Findings =>
        _findings
            .OrderBy(f => f.Key.Field).ThenBy(f => f.Key.Start ?? -1).ThenBy(f => f.Key.Length ?? 0).ThenBy(f => f.Key.Option ?? -1)
            .Select(f => (f.Key.Field, f.Key.Start, f.Key.Length, f.Key.Option, Math.Min(1, f.Value.Sum), f.Value.Decisions));

    /// <summary>The likeliest path decides the figures, but what any path says of a cut or a cap stands: another finding may be lost by it.</summary>
    private static EngineDecisions Flagged(EngineDecisions best, EngineDecisions one, EngineDecisions other) =>
        best with { Truncated = one.Truncated || other.Truncated, Capped = one.Capped || other.Capped };
}
