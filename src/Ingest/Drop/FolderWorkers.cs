using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Drop;

/// <summary>Takes files from processing/ to their ends. No file is given up: what fails for a passing reason, or one we do not know, is tried again after a while.</summary>
internal sealed class FolderWorkers(DropParts parts, DropFolderOptions options, ProcessingFolder processing, ArrivalIntake intake, ArrivalMove move)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public async Task WorkAsync(ArrivalQueue queue, Action freed, CancellationToken cancellationToken)
    {
        await foreach (var arrival in queue.ReadyAsync(cancellationToken))
        {
            try
            {
                await TakeAsync(arrival, cancellationToken);
                queue.Remove(arrival);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Checkpoint: the file stays under processing/, for the next start.
                throw;
            }
#pragma warning disable CA1031 // Where the taking in of one file ends: whatever it threw, the file is tried again and the others go on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Defer(queue, arrival, e);
            }

            freed();
        }
    }

    private async Task TakeAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        ArrivalOutcome outcome;
#pragma warning disable CA2000 // The using below ends it; the analyzer does not follow the pattern.
        if (Open(arrival) is not { } content)
#pragma warning restore CA2000
        {
            // Another process holds us for dead and has finished the same work.
            return;
        }

        using (content)
        {
            processing.Sync(arrival);
            outcome = await intake.TakeAsync(content, arrival, cancellationToken);
        }

        await move.MoveAsync(arrival, outcome);
        parts.Metrics.Ended(outcome);
        Log.Taken(parts.Log, arrival.Id, outcome.End, outcome.Documents, outcome.Failure?.Code);
    }

    private StillFile? Open(Arrival arrival)
    {
        try
        {
            return StillFile.Open(processing.OpenFile(arrival));
        }
        catch (Posix.PosixException e) when (e.Error == Posix.PosixException.NotThere)
        {
            return null;
        }
    }

    private void Defer(ArrivalQueue queue, Arrival arrival, Exception cause)
    {
        parts.Metrics.Deferred();
        if (cause is DropBusyException)
        {
            queue.Add(arrival, options.Settle);
            return;
        }

        var pause = Backoff.After(arrival.Tries, LongestPause);
        var passing = cause is IOException or UnauthorizedAccessException || DatabaseOutage.Is(cause);
        if (passing)
        {
            Log.Deferred(parts.Log, arrival.Id, arrival.Tries + 1, pause, cause.GetType().Name);
        }
        else
        {
            Log.Unexpected(parts.Log, arrival.Id, arrival.Tries + 1, pause, cause.GetType().Name);
        }

        queue.Add(arrival with { Tries = arrival.Tries + 1 }, pause);
    }
}
