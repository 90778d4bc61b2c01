using Pipeline.Storage.Database;

namespace Pipeline.Workers.Stages;

/// <summary>What the workers of every stage share.</summary>
public sealed record StageCrewTools(PipelineDatabase Database, StageWork Work, StageMetrics Metrics, TimeProvider Clock);
