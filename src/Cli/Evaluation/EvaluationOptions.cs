namespace Pipeline.Cli.Evaluation;

/// <summary>What an evaluation was asked to do.</summary>
/// <param name="Results">Scored in place of reading.</param>
/// <param name="Calibration">Applied to raw results before they are judged.</param>
/// <param name="Against">An evaluation.json to compare with.</param>
internal sealed record EvaluationOptions(DataSet Set, DataSetReading Reading, string? Results, bool AcceptedOnly, string? Calibration, string? Against);
