namespace Pipeline.Domain.Confidence;

/// <summary>How many checked candidates one field has.</summary>
/// <param name="Isotonic">It has a curve of its own on top of the model shared by all fields.</param>
public sealed record FieldLabels(int Checks, int Right, bool Isotonic);
