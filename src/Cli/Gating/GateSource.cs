using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;

namespace Pipeline.Cli.Gating;

/// <summary>A data set's documents as a gate learns from them and is measured on them.</summary>
/// <param name="HeldOut">In neither the gate's nor the model's training.</param>
internal sealed record GateSource(string Name, Func<ExtractionSchema, IExpectedAnswers> Answers, IReadOnlyList<GateDocument> Train, IReadOnlyList<GateDocument> HeldOut);
