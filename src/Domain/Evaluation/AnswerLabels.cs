namespace Pipeline.Domain.Evaluation;

/// <summary>Which of a field's values and candidates are expected answers.</summary>
/// <param name="Expected">How many answers the field has in this document.</param>
/// <param name="Complete">Every expected answer is among the values.</param>
public sealed record AnswerLabels(IReadOnlyList<bool> Values, IReadOnlyList<bool> Candidates, int Expected, bool Complete);
