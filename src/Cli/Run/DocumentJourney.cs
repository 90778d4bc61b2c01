using System.Runtime.ExceptionServices;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Run;

/// <summary>Takes one document from where it stands to its end, stage by stage, each under a claim.</summary>
internal sealed class DocumentJourney(DocumentClaims claims, DocumentQueries queries, LeaseKeeper leases, StageWork work, RunStages stages) : IDisposable
{
    // Somebody else works on it: look again soon, it may be ours after all.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly string _worker = FormattableString.Invariant($"run-{Environment.MachineName}-{Environment.ProcessId}");
    private readonly SemaphoreSlim _reading = new(stages.ReadersAtOnce);
    private readonly SemaphoreSlim _extracting = new(stages.ExtractionsAtOnce);

    /// <returns>The document as it ended.</returns>
    public async Task<DocumentSnapshot> FinishAsync(DocumentId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var document = (await queries.DocumentsAsync([id], cancellationToken))[id];
            switch (document.Stage)
            {
                case DocumentStage.Received or DocumentStage.Reading:
                    await WorkAsync(id, DocumentStage.Received, _reading, cancellationToken);
                    break;
                case DocumentStage.Extracting:
                    await WorkAsync(id, DocumentStage.Extracting, _extracting, cancellationToken);
                    break;
                case DocumentStage.Done or DocumentStage.Failed or DocumentStage.Duplicate or DocumentStage.Deleted:
                    return document;
            }
        }
    }

    public void Dispose()
    {
        _reading.Dispose();
        _extracting.Dispose();
    }

    private async Task WorkAsync(DocumentId id, DocumentStage waitingIn, SemaphoreSlim room, CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken);
        try
        {
            if (await claims.ClaimAsync(id, waitingIn, _worker, stages.Lease, cancellationToken) is { } document)
            {
                using var lease = leases.Hold(document.Claim);
                var outcome = await work.DoAsync(document, lease, null, cancellationToken);
                if (outcome.Outage is { } outage)
                {
                    // What is away for one document is away for all: it ends the run.
                    ExceptionDispatchInfo.Throw(outage);
                }

                cancellationToken.ThrowIfCancellationRequested();
                return;
            }
        }
        finally
        {
            room.Release();
        }

        await Task.Delay(LookAgain, cancellationToken);
    }
}
