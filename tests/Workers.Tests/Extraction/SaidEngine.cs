using Pipeline.Inference;

namespace Pipeline.Workers.Tests.Extraction;

/// <summary>Says what it is told to say.</summary>
internal sealed class SaidEngine(EngineReading reading) : IReadingEngine
{
    public EngineStatistics Statistics { get; } = new(0, 0, 0, 0, 0);

    public Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken) => Task.FromResult(reading);
}
