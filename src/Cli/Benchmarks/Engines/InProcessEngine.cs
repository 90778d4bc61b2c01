using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The own engine in this process: what is compared is the engine, not its supervision.</summary>
internal sealed class InProcessEngine(EngineSettings settings) : IReadingEngine, IAsyncDisposable
{
    private readonly ReadingEngine _engine = ReadingEngine.Start(settings, error => Console.Error.WriteLine($"The engine failed: {error.Message}"));

    public EngineStatistics Statistics => _engine.Statistics;

    public IReadOnlyList<PassageWait> InteractiveWaits => _engine.InteractiveWaits;

    public Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken) => _engine.ReadAsync(request, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _engine.Dispose();
        return ValueTask.CompletedTask;
    }
}
