namespace Pipeline.Domain.Confidence;

/// <summary>How good the confidence is, each candidate judged by a model that did not see its document.</summary>
public sealed record CalibrationFigures(int Documents, int Candidates, int Wrong, double? Auroc, Interval? AurocInterval, double? RawAuroc, double? Ece);
