namespace Pipeline.Inference.Decoding;

/// <summary>The probabilities of the finding that a path is writing.</summary>
internal sealed class FindingDraft
{
    private double _finding;
    private double _fieldLogProbability;
    private double _fieldMargin = 1;
    private double _value;
    private double _valueFirstToken;
    private double _valueMinimum;
    private double _valueMinimumMargin = 1;
    private double _end;
    private double _allowedMass = 1;
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

    public void Mass(double allowedMass) => _allowedMass = Math.Min(_allowedMass, allowedMass);

    public void Field(double logProbability, double margin)
    {
        _fieldLogProbability += logProbability;
        _fieldMargin = Math.Min(_fieldMargin, margin);
    }

    public void Value(double logProbability, double margin, double allowedMass)
    {
        Mass(allowedMass);
        _value += logProbability;
        _valueFirstToken = _valueStarted ? _valueFirstToken : logProbability;
        _valueMinimum = Math.Min(_valueMinimum, logProbability);
        _valueMinimumMargin = Math.Min(_valueMinimumMargin, margin);
        _valueStarted = true;
    }

    public void End(double logProbability, double allowedMass)
    {
        Mass(allowedMass);
        _end = logProbability;
    }

    /// <summary>The finding stands: <paramref name="logPath"/> is log P(finding) and its field and more decisions so far.</summary>
    public void Place(int field, int? start, int? length, double findingLogProbability, double logPath)
    {
        (_field, _start, _length) = (field, start, length);
        _logProbability = logPath + _value;
        _finding = findingLogProbability;
    }

    public void Record(SentenceAnswer answer) => answer.Add(_field, _start, _length, Option, Math.Exp(_logProbability), new EngineDecisions
    {
        Finding = _finding,
        Field = _fieldLogProbability,
        FieldMargin = _fieldMargin,
        Value = _value,
        ValueFirstToken = _valueFirstToken,
        ValueMinimum = _valueMinimum,
        ValueMinimumMargin = _valueMinimumMargin,
        End = _end,
        AllowedMass = _allowedMass,
        Truncated = Truncated,
        Capped = Capped,
    });
}
