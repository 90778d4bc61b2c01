namespace Pipeline.Ingest.Drop;

/// <summary>Keeps a session on one folder: waits for a folder that is not there, and starts anew when it comes back.</summary>
/// <param name="number">Of the folder in the settings: what logs and metrics call it.</param>
internal sealed class FolderWatch(DropParts parts, DropFolderOptions options, int number)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private FolderSession? _session;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var tries = 0;
        using var gauge = parts.Metrics.Watch(number);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var session = new FolderSession(parts, options, gauge);
                _session = session;
                Log.Watching(parts.Log, number);
                tries = 0;
                await session.RunAsync(cancellationToken);
                Log.FolderGone(parts.Log, number);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A host's loop: whatever ended the session, the folder is watched again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Report(e, tries);
            }

            await Task.Delay(Backoff.After(tries++, LongestPause), parts.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>See <see cref="ProcessingFolder.Abandon"/>.</summary>
    internal void Abandon() => _session?.Abandon();

    private void Report(Exception cause, int tries)
    {
        // Said once, and again every few minutes for as long as it lasts.
        if (tries % 16 != 0)
        {
            return;
        }

        switch (cause)
        {
            case Posix.PosixException e:
                Log.CannotWatch(parts.Log, number, e.Message);
                break;
            case IOException or UnauthorizedAccessException:
                Log.CannotWatch(parts.Log, number, cause.GetType().Name);
                break;
            default:
                Log.WatchFailed(parts.Log, number, cause.GetType().Name);
                break;
        }
    }
}
