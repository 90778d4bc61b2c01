using Pipeline.Ingest.Drop;

namespace Pipeline.Ingest.Tests.Drop;

/// <summary>One process that watches a folder, as far as the folder can tell.</summary>
internal sealed class DropRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly FolderWatch _watch;
    private readonly Task _running;
    private bool _killed;

    public DropRun(FolderWatch watch)
    {
        _watch = watch;
        _running = Task.Run(() => watch.RunAsync(_stopping.Token));
    }

    /// <summary>Its lock goes and nothing else happens: what it was doing is never done. Only for a watch that hangs at a step.</summary>
    public void Kill()
    {
        _watch.Abandon();
        _killed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_killed)
        {
            await _stopping.CancelAsync();
            await _running;
        }

        _stopping.Dispose();
    }
}
