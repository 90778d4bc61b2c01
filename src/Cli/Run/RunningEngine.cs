using Pipeline.Inference;

namespace Pipeline.Cli.Run;

/// <summary>An engine that was started; disposing ends it and removes its folder.</summary>
/// <param name="Engine">Reads.</param>
/// <param name="Owned">What ends with it, in this order.</param>
/// <param name="DocumentsAtOnce">How many keep it busy.</param>
/// <param name="Folder">Of its sockets; null where it has none.</param>
internal sealed record RunningEngine(IReadingEngine Engine, IReadOnlyList<IAsyncDisposable> Owned, int DocumentsAtOnce, RunFolder? Folder) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var engine in Owned)
        {
            await engine.DisposeAsync();
        }

        Folder?.Dispose();
    }
}
