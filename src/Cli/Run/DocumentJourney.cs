using Pipeline.Domain.Documents;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Run;

/// <summary>Takes one document from where it stands to its end, stage by stage, each under a claim.</summary>
internal sealed class DocumentJourney(DocumentClaims claims, DocumentOutcomes outcomes, DocumentQueries queries, LeaseKeeper leases, RunStages stages) : IDisposable
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
                    await WorkAsync(id, DocumentStage.Received, _reading, stages.Reading.ReadAsync, cancellationToken);
                    break;
                case DocumentStage.Extracting:
                    await WorkAsync(id, DocumentStage.Extracting, _extracting, stages.Extraction.ExtractAsync, cancellationToken);
                    break;
                case DocumentStage.Done or DocumentStage.Failed or DocumentStage.Duplicate:
                    return document;
            }
        }
    }

    public void Dispose()
    {
        _reading.Dispose();
        _extracting.Dispose();
    }

    private async Task WorkAsync(DocumentId id, DocumentStage waitingIn, SemaphoreSlim room, Func<ClaimedDocument, CancellationToken, Task<StageEnd>> work, CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken);
        try
        {
            if (await claims.ClaimAsync(id, waitingIn, _worker, stages.Lease, cancellationToken) is { } document)
            {
                await WorkAsync(document, work, cancellationToken);
                return;
            }
        }
        finally
        {
            room.Release();
        }

        await Task.Delay(LookAgain, cancellationToken);
    }

    private async Task WorkAsync(ClaimedDocument document, Func<ClaimedDocument, CancellationToken, Task<StageEnd>> work, CancellationToken cancellationToken)
    {
        try
        {
            await leases.KeepAsync(document.Claim, token => work(document, token), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C, or the lease was lost: hand it back undone. A lost claim cannot be handed back, which is what we want.
            await claims.ReleaseAsync(document.Claim, [], CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (IsOutage(e))
        {
            // Not the document's fault. If the database is what is gone, the lease runs out by itself.
            if (!DatabaseOutage.Is(e))
            {
                await claims.ReleaseAsync(document.Claim, [], CancellationToken.None);
            }

            throw;
        }
#pragma warning disable CA1031 // Where a stage ends: a bug that one document brings to light must not end the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var failure = DocumentFailures.Internal(e.GetType().Name);
            var costs = await stages.Records.WithReadingCostsAsync(document, [], CancellationToken.None);
            var parked = stages.Results.Final(stages.Results.Failed(document, failure, costs));
            await outcomes.CountFailureAsync(document.Claim, failure, parked, [], CancellationToken.None);
        }
    }

    /// <summary>What ends the run rather than the document: no database, no disk, no engine, no reader.</summary>
    private static bool IsOutage(Exception e) => DatabaseOutage.Is(e)
        || e is EngineSetupException or EngineRefusalException or EndpointException or ToolUnavailableException or UnauthorizedAccessException
        || (e is IOException and not FileNotFoundException);
}
