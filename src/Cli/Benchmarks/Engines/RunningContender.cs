using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>A contender that is ready to read.</summary>
internal sealed class RunningContender(IReadingEngine engine, params IAsyncDisposable[] parts) : IAsyncDisposable
{
    public IReadingEngine Engine => engine;

    public async ValueTask DisposeAsync()
    {
        foreach (var part in parts)
        {
            await part.DisposeAsync();
        }
    }
}
