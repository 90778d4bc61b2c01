using Pipeline.Domain.Confidence;
using Pipeline.Domain.Results;

namespace Pipeline.Domain.Evaluation;

/// <summary>A field as a run delivered it, and as the answers have it.</summary>
/// <param name="Confidence">Of the field as a whole.</param>
public sealed record JudgedField(LabelledField Labels, FieldDecision Decision, double Confidence);
