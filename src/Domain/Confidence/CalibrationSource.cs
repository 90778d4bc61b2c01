namespace Pipeline.Domain.Confidence;

/// <summary>Documents that a calibration was made from.</summary>
/// <param name="Name">Of the data set.</param>
/// <param name="ExpectedSha256">Of the expected answers, lower-case hex.</param>
/// <param name="Documents">Of the half that was used.</param>
public sealed record CalibrationSource(string Name, string Schema, string ExpectedSha256, int Documents);
