using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Storage.Database;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Stages;

/// <summary>Tells what every document would fail on from what is wrong with one.</summary>
public static class StageOutage
{
    /// <summary>No database, no disk, no engine, no reader, or somebody stopped what the stage waited for.</summary>
    public static bool Is(Exception exception) => DatabaseOutage.Is(exception)
        || exception is EngineSetupException or EngineRefusalException or EndpointException or ToolUnavailableException or UnauthorizedAccessException or OperationCanceledException
        || (exception is IOException and not FileNotFoundException);
}
