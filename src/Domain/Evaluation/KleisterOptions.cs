namespace Pipeline.Domain.Evaluation;

/// <param name="AcceptedOnly">Counts only fields whose decision is <c>accepted</c>.</param>
/// <param name="PresentOnly">Counts only documents that have a result; otherwise a missing result misses all of its values.</param>
public sealed record KleisterOptions(bool AcceptedOnly = false, bool PresentOnly = false);
