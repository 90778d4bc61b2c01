namespace Pipeline.Inference.Decoding;

/// <summary>One way to write a sentence's findings: a branch of the trunk. It appends what the grammar forces by itself and stops where the model has to decide.
/// The caller feeds <see cref="Tokens"/> to the model, and gives the logits after the last one to <see cref="Decide"/>.</summary>
internal sealed class AnswerPath
{
    private readonly SentenceTask _task;
    private readonly SentenceAnswer _answer;
    private readonly bool _probe;
    private readonly List<int> _tokens;
    private readonly double _findingLogProbability;
    private double _logPath;
    private PathState _state;
    private OptionTrie? _trie;
    private List<FieldOption> _fieldOptions = [];
    private List<OfferedSpan> _typedValues = [];
    private SpanCursor? _cursor;
    private FindingDraft _draft = new();
    private int _field = -1;
    private int? _lastStart;
    private int _findings;

    /// <param name="findingProbability">P(finding) of the sentence.</param>
    /// <param name="probe">Below the branch threshold: ask for the field only, and note it as a possible miss.</param>
    public AnswerPath(SentenceTask task, SentenceAnswer answer, double findingProbability, bool probe)
    {
        _task = task;
        _answer = answer;
        _probe = probe;
        _tokens = [.. task.Literals.First];
        _findingLogProbability = _logPath = Math.Log(findingProbability);
        OfferFields(task.Offer(-1, null));
    }

    private AnswerPath(AnswerPath source)
    {
        _task = source._task;
        _answer = source._answer;
        _probe = source._probe;
        _tokens = [.. source._tokens];
        _findingLogProbability = source._findingLogProbability;
        _logPath = source._logPath;
        _state = source._state;
        _trie = source._trie;
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

    /// <summary>Takes the likeliest option and gives a fork for each other one that is likely enough to follow beside it.</summary>
    public List<AnswerPath> Decide(ReadOnlySpan<float> logits)
    {
        var forks = new List<AnswerPath>();
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

        return forks;
    }

    private void DecideField(ReadOnlySpan<float> logits, List<AnswerPath> forks)
    {
        int[] tokens = [.. _trie!.Tokens];
        var decision = Decision.Of(logits, tokens);
        _draft.Mass(decision.AllowedMass);
        for (var i = 0; i < tokens.Length && !_probe; i++)
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
        int[] tokens = [_task.Literals.LineFeed, _task.Literals.Later[0]];
        var decision = Decision.Of(logits, tokens);
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
        int[] tokens = [.. _trie!.Tokens];
        var decision = Decision.Of(logits, tokens);
        _draft.Value(decision.BestLogProbability, decision.Margin, decision.AllowedMass);
        Step(tokens[decision.Best]);
        Settle();
    }

    private void DecideFreeValue(ReadOnlySpan<float> logits)
    {
        var next = _cursor!.Next();
        // A value that can end here goes on with the first token of the literal that closes it.
        int[] tokens = _cursor.CanEnd ? [_task.Literals.Close[0], .. next.Keys] : [.. next.Keys];
        var decision = Decision.Of(logits, tokens);
        _draft.Value(decision.BestLogProbability, decision.Margin, decision.AllowedMass);
        if (_cursor.CanEnd && decision.Best == 0)
        {
            EndFreeValue();
        }
        else
        {
            TakeFree(tokens[decision.Best], next);
        }

        Settle();
    }

    private void TakeFree(int token, SortedDictionary<int, SpanStep> next)
    {
        _tokens.Add(token);
        _cursor = _cursor!.After(next[token]);
    }

    private void EndFreeValue()
    {
        var (start, length) = _cursor!.Span();
        _draft.Truncated = _cursor.IsCut;
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
                case PathState.Field or PathState.TypedValue when _trie!.Option >= 0:
                    TakeOption(_trie.Option);
                    break;
                case PathState.Field or PathState.TypedValue when _trie!.Count == 1:
                    Step(_trie.OnlyToken);
                    break;
                case PathState.FreeValue:
                    var next = _cursor!.Next();
                    if (next.Count == 0)
                    {
                        EndFreeValue();
                    }
                    else if (next.Count == 1 && !_cursor.CanEnd)
                    {
                        TakeFree(next.Keys.First(), next);
                    }
                    else
                    {
                        return;
                    }

                    break;
                default:
                    return;
            }
        }
    }

    private void Step(int token)
    {
        _tokens.Add(token);
        _trie = _trie!.Child(token);
    }

    private void TakeOption(int option)
    {
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
            _cursor = SpanCursor.Start(_task.Escaped, after, _task.Limits.ValueTokens);
            _state = PathState.FreeValue;
        }
        else
        {
            _typedValues = _task.TypedValues(_task.Fields[_field], after);
            _trie = OptionTrie.Of([.. _typedValues.Select(TypedTokens)]);
            _state = PathState.TypedValue;
        }
    }

    private int[] TypedTokens(OfferedSpan span) =>
        [.. _task.Literals.EscapedValue(_task.Sentence.Text.Substring(span.Start, span.Length)), .. _task.Literals.Close];

    private void Complete(int? start, int? length)
    {
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
        _trie = OptionTrie.Of([.. options.Select(_task.Tokens)]);
        _state = PathState.Field;
        Settle();
    }

    private void Finish()
    {
        _tokens.Add(_task.Literals.LineFeed);
        _state = PathState.Finished;
    }
}
