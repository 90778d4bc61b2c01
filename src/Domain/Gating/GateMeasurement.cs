namespace Pipeline.Domain.Gating;

/// <summary>One data set's held-out documents through a gate.</summary>
/// <param name="Read">Share of the words that is read.</param>
/// <param name="Answers">Known answers that were found in the text.</param>
/// <param name="Found">Of the model's values and candidates when it reads everything, those that are right: what can be lost. Null where no results were given.</param>
public sealed record GateMeasurement(string DataSet, int Documents, double Read, GateRecall Answers, GateRecall? Found);
