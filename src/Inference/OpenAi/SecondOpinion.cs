namespace Pipeline.Inference.OpenAi;

/// <summary>
/// The cascade: reads with one engine, and asks a second one again about the fields of which the first is unsure, in the sentences around what it found. What both say is averaged (a linear opinion pool),
/// so that agreement leaves a probability high, and what only one of them says has half of it at most.
/// </summary>
public sealed class SecondOpinion(IReadingEngine first, IReadingEngine second, ConfidenceBand band) : IReadingEngine
{
    // A value and what explains it stand close together; each sentence more has its price.
    private const int Neighbours = 2;

    public EngineStatistics Statistics => first.Statistics;

    /// <exception cref="EndpointException">The second engine cannot be used. One that fails on this document alone leaves it as the first read it.</exception>
    public async Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reading = await first.ReadAsync(request, cancellationToken);
        EngineField[] unsure = [.. request.Fields.Where(field => IsUnsure(field, reading))];
        if (unsure.Length == 0)
        {
            return reading;
        }

        var names = unsure.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var places = Places(reading.Findings.Where(finding => names.Contains(finding.Field)), request.Sentences.Count);
        try
        {
            var other = await second.ReadAsync(new EngineRequest([.. places.Select(place => request.Sentences[place])], unsure) { Priority = request.Priority }, cancellationToken);
            return other.IsUnscored ? reading with { Second = new SecondReading([], other.Usage) } : Pool(reading, other, names, places);
        }
        catch (EndpointException e) when (e.IsOfDocument)
        {
            return reading with { Second = new SecondReading([], e.Spent) };
        }
    }

    /// <summary>Of a field with one value its likeliest finding counts; of a list, any.</summary>
    private bool IsUnsure(EngineField field, EngineReading reading)
    {
        var own = reading.Findings.Where(finding => finding.Field == field.Name).Select(finding => finding.Probability).ToArray();
        return own.Length > 0 && (field.Many ? own.Any(band.Holds) : band.Holds(own.Max()));
    }

    private static int[] Places(IEnumerable<EngineFinding> findings, int sentences) =>
    [
        .. findings.SelectMany(finding => Enumerable.Range(finding.Sentence - Neighbours, (2 * Neighbours) + 1)).Where(place => place >= 0 && place < sentences).Distinct().Order(),
    ];

    private static EngineReading Pool(EngineReading reading, EngineReading other, HashSet<string> names, int[] places)
    {
        // Where no whole answer came, the first engine's word stands.
        var answered = places.Where((_, i) => !other.UnreadSentences.Contains(i)).ToHashSet();
        var left = other.Findings.Select(finding => finding with { Sentence = places[finding.Sentence] }).Where(finding => answered.Contains(finding.Sentence)).ToDictionary(KeyOf);
        var pooled = new List<EngineFinding>();
        foreach (var finding in reading.Findings)
        {
            var weighed = names.Contains(finding.Field) && answered.Contains(finding.Sentence);
            var said = weighed && left.Remove(KeyOf(finding), out var same) ? same.Probability : 0;
            pooled.Add(weighed ? finding with { Probability = (finding.Probability + said) / 2 } : finding);
        }

        pooled.AddRange(left.Values.Select(finding => finding with { Probability = finding.Probability / 2 }));
        return reading with
        {
            Findings = [.. pooled.OrderBy(finding => finding.Sentence).ThenBy(finding => finding.Field, StringComparer.Ordinal).ThenBy(finding => finding.Start ?? -1).ThenBy(finding => finding.Length ?? 0)],
            Second = new SecondReading([.. names.Order(StringComparer.Ordinal)], other.Usage),
        };
    }

    private static (int Sentence, string Field, int? Start, int? Length, string? Word) KeyOf(EngineFinding finding) =>
        (finding.Sentence, finding.Field, finding.Start, finding.Length, finding.Choice ?? finding.Ungrounded);
}
