namespace Pipeline.Inference.Decoding.Described;

/// <summary>Books what an answer's bytes decided: findings with their probabilities, and the possible miss of a probe.</summary>
internal sealed class AnswerLedger
{
    private readonly PassageTask _task;
    private readonly List<(int Sentence, FindingDraft Draft)> _findings = [];
    private readonly double[] _probabilities;
    private FindingDraft _draft = new();
    private double _finding;
    private double _field;
    private double _value;
    private double _valueMargin = 1;
    private bool _inValue;
    private double _mass = 1;
    private (int Sentence, int Field, double Probability)? _miss;

    public AnswerLedger(PassageTask task)
    {
        _task = task;
        _probabilities = new double[task.Sentences.Count];
    }

    /// <summary>The value that is being written may go on where the limit hides it.</summary>
    public bool Cut { get; set; }

    /// <summary>The allowed mass of the decision whose bytes come next.</summary>
    public void Mass(double allowedMass) => _mass = allowedMass;

    public void Write(in AnswerByte step)
    {
        _draft.Mass(_mass);
        switch (step.Before.Part)
        {
            case AnswerPart.More or AnswerPart.Sentence:
                _finding += step.LogProbability;
                break;
            case AnswerPart.Name or AnswerPart.AfterName:
                _field += step.LogProbability;
                _draft.Field(step.LogProbability, step.Margin);
                break;
            case AnswerPart.Value:
                _value += step.LogProbability;
                _valueMargin = Math.Min(_valueMargin, step.Margin);
                _inValue = true;
                break;
        }

        if (step.Before.Part == AnswerPart.Value && step.After.Part == AnswerPart.FindingEnd)
        {
            _draft.End(step.LogProbability, _mass);
            _draft.Truncated = Cut;
            BookValue();
        }

        if (step.Before.Part is AnswerPart.AfterName or AnswerPart.FindingEnd && step.After.Part == AnswerPart.More)
        {
            Complete(step.Before);
        }
    }

    /// <summary>The bytes of a token are written.</summary>
    public void EndToken()
    {
        BookValue();
        _mass = 1;
    }

    /// <summary>From here on bytes lead to a field and are no part of the answer.</summary>
    /// <param name="another">P(another finding).</param>
    public void StartProbe(double another) => (_finding, _field) = (Math.Log(another), 0);

    /// <summary>True when the field is read: it is a possible miss.</summary>
    public bool Probe(in AnswerByte step)
    {
        switch (step.Before.Part)
        {
            case AnswerPart.Sentence:
                _finding += step.LogProbability;
                return false;
            case AnswerPart.Name:
                _field += step.LogProbability;
                break;
        }

        if (step.After.Part != AnswerPart.AfterName)
        {
            return false;
        }

        _miss = (step.After.Sentence, step.After.Field, Math.Exp(_finding + _field));
        Raise(step.After.Sentence, _finding);
        return true;
    }

    /// <summary>P(finding) of each sentence that was named, and what was found there.</summary>
    public IReadOnlyList<(double Probability, SentenceAnswer? Answer)> Sentences(bool capped)
    {
        var answers = new SentenceAnswer?[_probabilities.Length];
        foreach (var (sentence, draft) in _findings)
        {
            draft.Capped = capped;
            draft.Record(answers[sentence] ??= new SentenceAnswer());
        }

        if (_miss is { } miss)
        {
            (answers[miss.Sentence] ??= new SentenceAnswer()).PossibleMisses.Add((miss.Field, miss.Probability));
        }

        return [.. _probabilities.Zip(answers)];
    }

    private void BookValue()
    {
        if (_inValue)
        {
            _draft.Value(_value, _valueMargin, _mass);
        }

        (_value, _valueMargin, _inValue) = (0, 1, false);
    }

    private void Complete(in AnswerState state)
    {
        var value = state.Part == AnswerPart.FindingEnd ? state.Value!.Place() : default;
        _draft.Option = value.Option;
        _draft.Place(state.Field, value.Start, value.Length, _finding, _finding + _field);
        _findings.Add((state.Sentence, _draft));
        Raise(state.Sentence, _finding);
        _draft = new FindingDraft();
        (_finding, _field, Cut) = (0, 0, false);
    }

    private void Raise(int sentence, double logProbability) =>
        _probabilities[sentence] = Math.Max(_probabilities[sentence], Math.Exp(logProbability));
}
