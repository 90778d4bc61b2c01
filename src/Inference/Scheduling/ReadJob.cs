namespace Pipeline.Inference.Scheduling;

/// <summary>A document that is being read: gathers what its passages gave, on whichever lane.</summary>
internal sealed class ReadJob
{
    private readonly Lock _gate = new();
    private readonly EngineRequest _request;
    private readonly double[] _probabilities;
    private readonly List<EngineFinding> _findings = [];
    private readonly List<EnginePossibleMiss> _misses = [];
    private readonly TaskCompletionSource<EngineReading> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int[] _cut = [];
    private int _passages;
    private int _left;
    private int _promptTokens;
    private int _decodedTokens;
    private double _computeSeconds;

    public ReadJob(EngineRequest request, CancellationToken cancellationToken)
    {
        _request = request;
        _probabilities = new double[request.Sentences.Count];
        Cancelled = cancellationToken;
        FieldNames = string.Join(", ", request.Fields.Select(f => f.Name));
    }

    public IReadOnlyList<EngineField> Fields => _request.Fields;

    public EnginePriority Priority => _request.Priority;

    /// <summary>Key of the shared prefix.</summary>
    public string FieldNames { get; }

    public CancellationToken Cancelled { get; }

    public Task<EngineReading> Completion => _done.Task;

    public void Expect(List<List<Segment>> passages)
    {
        _passages = _left = passages.Count;
        _cut = [.. passages.SelectMany(p => p).GroupBy(s => s.Sentence).Where(g => g.Count() > 1).Select(g => g.Key)];
        if (_left == 0)
        {
            Finish();
        }
    }

    /// <summary>A passage is read again as several: so many more will come.</summary>
    public void Expect(int further)
    {
        lock (_gate)
        {
            _passages += further;
            _left += further;
        }
    }

    /// <summary>Books the document's part of a step.</summary>
    public void Book(int promptTokens, int decodedTokens, double computeSeconds)
    {
        lock (_gate)
        {
            _promptTokens += promptTokens;
            _decodedTokens += decodedTokens;
            _computeSeconds += computeSeconds;
        }
    }

    public void Complete(IReadOnlyList<SegmentReading> readings)
    {
        lock (_gate)
        {
            foreach (var reading in readings)
            {
                Add(reading);
            }

            if (--_left == 0)
            {
                Finish();
            }
        }
    }

    public void Cancel() => _done.TrySetCanceled(Cancelled);

    public void Fail(Exception error) => _done.TrySetException(error);

    private void Add(SegmentReading reading)
    {
        var segment = reading.Segment;
        _probabilities[segment.Sentence] = Math.Max(_probabilities[segment.Sentence], reading.Probability);
        if (reading.Answer is not { } answer)
        {
            return;
        }

        foreach (var (field, start, length, option, probability, decisions) in answer.Findings)
        {
            _findings.Add(new EngineFinding(segment.Sentence, Fields[field].Name, start + segment.Offset, length, probability, decisions)
            {
                Choice = option is { } chosen ? Fields[field].Options[chosen] : null,
            });
        }

        foreach (var (field, probability) in answer.PossibleMisses)
        {
            _misses.Add(new EnginePossibleMiss(segment.Sentence, Fields[field].Name, probability));
        }
    }

    private void Finish()
    {
        int OptionOf(EngineFinding finding) => finding.Choice is { } choice ? Fields.First(f => f.Name == finding.Field).Options.TakeWhile(option => option != choice).Count() : -1;
        var order = Fields.Select((f, i) => (f.Name, i)).ToDictionary(f => f.Name, f => f.i);
        _done.TrySetResult(new EngineReading
        {
            SentenceProbabilities = _probabilities,
            Findings = [.. _findings.OrderBy(f => f.Sentence).ThenBy(f => order[f.Field]).ThenBy(f => f.Start ?? -1).ThenBy(f => f.Length ?? 0).ThenBy(OptionOf)],
            PossibleMisses = [.. _misses.OrderBy(m => m.Sentence).ThenBy(m => order[m.Field])],
            CutSentences = _cut,
            Usage = new EngineUsage(_passages, _promptTokens, _decodedTokens, _computeSeconds),
        });
    }
}
