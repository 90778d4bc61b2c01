using Pipeline.Inference;

namespace Pipeline.Cli.Serve;

/// <summary>For a process that does not extract: its stages are made alike, and nobody asks it.</summary>
internal sealed class NoEngine : IReadingEngine
{
    public EngineStatistics Statistics { get; } = new(0, 0, 0, 0, 0);

    public Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken) =>
        throw new EngineSetupException("This process has no role extract.");
}
