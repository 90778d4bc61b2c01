using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Evaluation;

/// <summary>How much could go through at a budget, by a threshold that the fixed-sequence test proves.</summary>
/// <param name="Fields">Found fields at or over the threshold; 0 where none is proven.</param>
/// <param name="Documents">Documents all of whose found fields are.</param>
public sealed record Coverage(double Budget, ThresholdTest Test, ShareFigure Fields, ShareFigure Documents);
