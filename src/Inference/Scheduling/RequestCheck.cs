using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Scheduling;

/// <summary>Refuses what would overrun the cells that a lane sets aside, or what no answer could name: before it is in a step with other documents.</summary>
internal sealed class RequestCheck
{
    private readonly InlineLiterals _literals;
    private readonly DecodingLimits _limits;

    public RequestCheck(InlineLiterals literals, DecodingLimits limits) => (_literals, _limits) = (literals, limits);

    /// <exception cref="ArgumentException">The field list cannot be asked for.</exception>
    public void Demand(IReadOnlyList<EngineField> fields)
    {
        if (fields.DistinctBy(f => f.Name).Count() < fields.Count)
        {
            throw new ArgumentException("Two fields have the same name.");
        }

        if (fields.FirstOrDefault(f => f.Options.Count > 0) is { } choice)
        {
            throw new ArgumentException($"The field {choice.Name} has options, and the inline style cannot choose. Use a model of the described style, or leave the field out.");
        }

        var header = _literals.Header(fields).Length;
        if (header > EngineLane.PrefixTokens)
        {
            throw new ArgumentException($"The field names take {header} tokens; {EngineLane.PrefixTokens} are allowed. Ask for fewer fields at once.");
        }

        var longest = fields.Select(f => _literals.Name(f.Name).Length).DefaultIfEmpty().Max();
        var finding = _literals.Later.Length + longest + _literals.Value.Length + _limits.ValueTokens + _literals.Close.Length;
        var branch = (_limits.FindingsPerSentence * finding) + 1;
        if (branch > EngineLane.BranchCells)
        {
            throw new ArgumentException($"An answer may take {branch} tokens; {EngineLane.BranchCells} are allowed. Use shorter field names.");
        }
    }
}
