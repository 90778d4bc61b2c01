using Pipeline.Inference;

namespace Pipeline.Cli.Run;

/// <summary>An engine that was started; disposing ends it and removes its folder.</summary>
/// <param name="Engine">Reads.</param>
/// <param name="Owned">The same, for its end.</param>
/// <param name="DocumentsAtOnce">How many keep it busy.</param>
/// <param name="Folder">Of its sockets; null where it has none.</param>
internal sealed record RunningEngine(IReadingEngine Engine, IAsyncDisposable Owned, int DocumentsAtOnce, RunFolder? Folder) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Owned.DisposeAsync();
        Folder?.Dispose();
    }
}
