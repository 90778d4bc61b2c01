namespace Pipeline.Inference.Decoding;

/// <summary>One way to write a sentence's findings: a branch of the trunk. It appends what the grammar forces by itself and stops where the model has to decide.
/// The caller feeds <see cref="Tokens"/> to the model, and gives the logits after the last one to <see cref="Decide"/>.</summary>
internal sealed class AnswerPath
{
    private readonly SentenceTask _task;
    private readonly SentenceAnswer _answer;
    private readonly bool _probe;
    private readonly DecodingMemory _memory;
    private readonly List<int> _tokens;
    private readonly double _findingLogProbability;
    private double _logPath;
    private PathState _state;
    private OptionChoice _choice;
    private List<FieldOption> _fieldOptions = [];
    private List<OfferedSpan> _typedValues = [];
    private SpanCursor? _cursor;
    private FindingDraft _draft = new();
    private int _field = -1;
    private int? _lastStart;
    private int _findings;

    /// <param name="findingProbability">P(finding) of the sentence.</param>
    /// <param name="probe">Below the branch threshold: ask for the field only, and note it as a possible miss.</param>
    /// <param name="memory">Room of the thread that decides.</param>
    public AnswerPath(SentenceTask task, SentenceAnswer answer, double findingProbability, bool probe, DecodingMemory memory)
    {
        _task = task;
        _answer = answer;
        _probe = probe;
        _memory = memory;
        _tokens = [.. task.Literals.First];
        _findingLogProbability = _logPath = Math.Log(findingProbability);
        OfferFields(task.Offer(-1, null));
    }

    private AnswerPath(AnswerPath source)
    {
        _task = source._task;
        _answer = source._answer;
        _probe = source._probe;
        _memory = source._memory;
        _tokens = [.. source._tokens];
        _findingLogProbability = source._findingLogProbability;
        _logPath = source._logPath;
        _state = source._state;
        _choice = source._choice;
        _fieldOptions = source._fieldOptions;
        _typedValues = source._typedValues;
        _draft = source._draft.Copy();
        _field = source._field;
        _lastStart = source._lastStart;
        _findings = source._findings;
    }

    private enum PathState
    {
        Field,
        TypedValue,
        FreeValue,
        More,
        Finished,
    }

    /// <summary>All tokens since the sentence's line feed, forced ones included.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    public bool IsFinished => _state == PathState.Finished;

    /// <summary>Fields, values and findings that it has begun or ended. In between it writes tokens, and allocates nothing.</summary>
    public int Turns { get; private set; }

    /// <summary>Takes the likeliest option and adds a fork for each other one that is likely enough to follow beside it.</summary>
    public void Decide(ReadOnlySpan<float> logits, List<AnswerPath> forks)
    {
        switch (_state)
        {
            case PathState.Field:
                DecideField(logits, forks);
                break;
            case PathState.More:
                DecideMore(logits);
                break;
            case PathState.TypedValue:
                DecideTypedValue(logits);
                break;
            case PathState.FreeValue:
                DecideFreeValue(logits);
                break;
            case PathState.Finished:
                throw new InvalidOperationException("The path has ended.");
        }
    }

    private void DecideField(ReadOnlySpan<float> logits, List<AnswerPath> forks)
    {
        var tokens = _memory.Tokens(_choice.Count);
        var count = _choice.Next(tokens);
        var decision = _memory.Decide(logits, count);
        _draft.Mass(decision.AllowedMass);
        for (var i = 0; i < count && !_probe; i++)
        {
            if (i != decision.Best && Math.Exp(_logPath + decision.LogProbabilities[i]) >= _task.Limits.Explore)
            {
                var fork = new AnswerPath(this);
                fork.TakeField(tokens[i], decision.LogProbabilities[i], decision.MarginOf(i));
                forks.Add(fork);
            }
        }

        TakeField(tokens[decision.Best], decision.BestLogProbability, decision.Margin);
    }

    private void TakeField(int token, double logProbability, double margin)
    {
        _logPath += logProbability;
        _draft.Field(logProbability, margin);
        Step(token);
        Settle();
    }

    private void DecideMore(ReadOnlySpan<float> logits)
    {
        var decision = Decision.Of(logits, [_task.Literals.LineFeed, _task.Literals.Later[0]], stackalloc double[2]);
        _draft.End(decision.LogProbabilities[0], decision.AllowedMass);
        Record();
        // Ending adds no finding, so it is never followed beside "more": one path is enough.
        if (Math.Exp(_logPath + decision.LogProbabilities[1]) >= _task.Limits.Explore)
        {
            _logPath += decision.LogProbabilities[1];
            _tokens.AddRange(_task.Literals.Later);
            OfferFields(_fieldOptions);
        }
        else
        {
            Finish();
        }
    }

    private void DecideTypedValue(ReadOnlySpan<float> logits)
    {
        var tokens = _memory.Tokens(_choice.Count);
        var decision = _memory.Decide(logits, _choice.Next(tokens));
        _draft.Value(decision.BestLogProbability, decision.Margin, decision.AllowedMass);
        Step(tokens[decision.Best]);
        Settle();
    }

    private void DecideFreeValue(ReadOnlySpan<float> logits)
    {
        var canEnd = _cursor!.CanEnd;
        var tokens = _memory.Tokens(_cursor.MostNext + 1);
        // A value that can end here goes on with the first token of the literal that closes it.
        tokens[0] = _task.Literals.Close[0];
        var ends = canEnd ? 1 : 0;
        var decision = _memory.Decide(logits, ends + _cursor.Next(tokens[ends..]));
        _draft.Value(decision.BestLogProbability, decision.Margin, decision.AllowedMass);
        if (canEnd && decision.Best == 0)
        {
            EndFreeValue();
        }
        else
        {
            TakeFree(tokens[decision.Best]);
        }

        Settle();
    }

    private void TakeFree(int token)
    {
        _tokens.Add(token);
        _cursor!.Take(token);
    }

    private void EndFreeValue()
    {
        var (start, length) = _cursor!.Span();
        _draft.Truncated = _cursor.IsCut;
        _memory.GiveBack(_cursor);
        _cursor = null;
        _tokens.AddRange(_task.Literals.Close);
        Complete(start, length);
    }

    /// <summary>Appends all that needs no decision.</summary>
    private void Settle()
    {
        while (true)
        {
            switch (_state)
            {
                case PathState.Field or PathState.TypedValue when _choice.Option >= 0:
                    TakeOption(_choice.Option);
                    break;
                case PathState.Field or PathState.TypedValue when _choice.TryGetOnly(out var forced):
                    Step(forced);
                    break;
                case PathState.FreeValue when !_cursor!.HasNext:
                    EndFreeValue();
                    break;
                case PathState.FreeValue when !_cursor!.CanEnd && _cursor.TryGetOnly(out var only):
                    TakeFree(only);
                    break;
                default:
                    return;
            }
        }
    }

    private void Step(int token)
    {
        _tokens.Add(token);
        _choice = _choice.After(token);
    }

    private void TakeOption(int option)
    {
        Turns++;
        if (_state == PathState.TypedValue)
        {
            Complete(_typedValues[option].Start, _typedValues[option].Length);
            return;
        }

        var chosen = _fieldOptions[option];
        var after = chosen.Field == _field ? _lastStart ?? -1 : -1;
        _field = chosen.Field;
        if (_probe)
        {
            _answer.PossibleMisses.Add((_field, Math.Exp(_logPath)));
            _state = PathState.Finished;
        }
        else if (!chosen.HasValue)
        {
            Complete(null, null);
        }
        else if (_task.Fields[_field].Spans is null)
        {
            _cursor = _memory.TakeCursor();
            _cursor.Start(_task.Escaped, after, _task.Limits.ValueTokens);
            _state = PathState.FreeValue;
        }
        else
        {
            _typedValues = _task.TypedValues(_task.Fields[_field], after);
            Choose([.. _typedValues.Select(TypedTokens)], PathState.TypedValue);
        }
    }

    private int[] TypedTokens(OfferedSpan span) =>
        [.. _task.Literals.EscapedValue(_task.Sentence.Text.Substring(span.Start, span.Length)), .. _task.Literals.Close];

    private void Complete(int? start, int? length)
    {
        Turns++;
        _findings++;
        _lastStart = start;
        _draft.Place(_field, start, length, _findingLogProbability, _logPath);
        _draft.Capped = _findings == _task.Limits.FindingsPerSentence;
        var more = _task.Offer(_field, start);
        if (more.Count == 0 || _draft.Capped)
        {
            _draft.Capped &= more.Count > 0;
            Record();
            Finish();
        }
        else
        {
            _fieldOptions = more;
            _state = PathState.More;
        }
    }

    private void Record()
    {
        _draft.Record(_answer);
        _draft = new FindingDraft();
    }

    private void OfferFields(List<FieldOption> options)
    {
        if (options.Count == 0)
        {
            _state = PathState.Finished;
            return;
        }

        _fieldOptions = options;
        Choose([.. options.Select(_task.Tokens)], PathState.Field);
        Settle();
    }

    private void Choose(int[][] options, PathState state)
    {
        // Room for all of the finding and what may open the next: no token of its value finds the list full.
        var room = options.Max(option => option.Length) + _task.Limits.ValueTokens + _task.Literals.Close.Length + _task.Literals.Later.Length + 1;
        _tokens.EnsureCapacity(_tokens.Count + room);
        Turns++;
        _choice = OptionChoice.Of(options);
        _state = state;
    }

    private void Finish()
    {
        _tokens.Add(_task.Literals.LineFeed);
        _state = PathState.Finished;
    }
}
