using Pipeline.Inference.Scheduling;

namespace Pipeline.Inference.OpenAi;

/// <summary>Gathers what the passages of one document gave.</summary>
internal sealed class EndpointReading(EngineRequest request)
{
    private readonly Lock _gate = new();
    private readonly List<EngineFinding> _findings = [];
    private readonly List<EnginePossibleMiss> _misses = [];
    private readonly SortedSet<int> _unread = [];
    private int _answers;
    private int _promptTokens;
    private int _completionTokens;
    private bool _unscored;

    /// <summary>What was answered so far.</summary>
    public EngineUsage Spent
    {
        get
        {
            lock (_gate)
            {
                return new EngineUsage(_answers, _promptTokens, _completionTokens, 0);
            }
        }
    }

    /// <summary>Books an answer, whether it is used or asked for anew.</summary>
    public void Book(Completion completion)
    {
        lock (_gate)
        {
            _answers++;
            _promptTokens += completion.PromptTokens ?? 0;
            _completionTokens += completion.CompletionTokens ?? 0;
        }
    }

    /// <param name="isWhole">False where something may be lost: its sentences count as unread, beside what was found in them.</param>
    public void Add(PassageReading reading, IReadOnlyList<Segment> segments, bool isWhole)
    {
        lock (_gate)
        {
            _findings.AddRange(reading.Findings.Select(finding => finding with { Decisions = finding.Decisions with { Capped = reading.IsCut } }));
            _misses.AddRange(reading.Misses);
            _unscored |= !reading.IsScored;
            _unread.UnionWith(isWhole ? [] : segments.Select(segment => segment.Sentence));
        }
    }

    public EngineReading Result(List<List<Segment>> passages)
    {
        var order = request.Fields.Select((field, i) => (field, i)).ToDictionary(f => f.field.Name, f => f.i, StringComparer.Ordinal);
        int OptionOf(EngineFinding finding) => finding.Choice is { } choice ? request.Fields[order[finding.Field]].Options.TakeWhile(option => option != choice).Count() : -1;
        var probabilities = new double[request.Sentences.Count];
        foreach (var finding in _findings.Where(finding => finding.Probability > 0))
        {
            probabilities[finding.Sentence] = Math.Max(probabilities[finding.Sentence], Math.Exp(finding.Decisions.Finding));
        }

        return new EngineReading
        {
            SentenceProbabilities = probabilities,
            Findings =
            [
                .. _findings.OrderBy(f => f.Sentence).ThenBy(f => order[f.Field]).ThenBy(f => f.Start ?? -1).ThenBy(f => f.Length ?? 0).ThenBy(OptionOf).ThenBy(f => f.Ungrounded, StringComparer.Ordinal),
            ],
            PossibleMisses = [.. _misses.OrderBy(m => m.Sentence).ThenBy(m => order[m.Field])],
            CutSentences = [.. passages.SelectMany(p => p).GroupBy(s => s.Sentence).Where(g => g.Count() > 1).Select(g => g.Key)],
            UnreadSentences = [.. _unread],
            IsUnscored = _unscored,
            Usage = Spent,
        };
    }
}
