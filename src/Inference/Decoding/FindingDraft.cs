namespace Pipeline.Inference.Decoding;

/// <summary>The probabilities of the finding that a path is writing.</summary>
internal sealed class FindingDraft
{
    private EngineDecisions _decisions = new();
    private double _logProbability;
    private int _field;
    private int? _start;
    private int? _length;
    private bool _valueStarted;

    public bool Truncated { get; set; }

    public bool Capped { get; set; }

    /// <summary>Index of the option that its value is, of a field with options.</summary>
    public int? Option { get; set; }

    public FindingDraft Copy() => (FindingDraft)MemberwiseClone();

    public void Mass(double allowedMass) =>
        _decisions = _decisions with { AllowedMass = Math.Min(_decisions.AllowedMass, allowedMass) };

    public void Field(double logProbability, double margin) =>
        _decisions = _decisions with { Field = _decisions.Field + logProbability, FieldMargin = Math.Min(_decisions.FieldMargin, margin) };

    public void Value(double logProbability, double margin, double allowedMass)
    {
        Mass(allowedMass);
        _decisions = _decisions with
        {
            Value = _decisions.Value + logProbability,
            ValueFirstToken = _valueStarted ? _decisions.ValueFirstToken : logProbability,
            ValueMinimum = Math.Min(_decisions.ValueMinimum, logProbability),
            ValueMinimumMargin = Math.Min(_decisions.ValueMinimumMargin, margin),
        };
        _valueStarted = true;
    }

    public void End(double logProbability, double allowedMass)
    {
        Mass(allowedMass);
        _decisions = _decisions with { End = logProbability };
    }

    /// <summary>The finding stands: <paramref name="logPath"/> is log P(finding) and its field and more decisions so far.</summary>
    public void Place(int field, int? start, int? length, double findingLogProbability, double logPath)
    {
        (_field, _start, _length) = (field, start, length);
        _logProbability = logPath + _decisions.Value;
        _decisions = _decisions with { Finding = findingLogProbability };
    }

    public void Record(SentenceAnswer answer) =>
        answer.Add(_field, _start, _length, Option, Math.Exp(_logProbability), _decisions with { Truncated = Truncated, Capped = Capped });
}
