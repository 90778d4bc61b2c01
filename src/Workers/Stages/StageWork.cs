using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;

namespace Pipeline.Workers.Stages;

/// <summary>Does the work of a stage on one claimed document, and sees to it that the document goes somewhere whatever happens.</summary>
public sealed class StageWork(PipelineDatabase database, IStageSource source, TimeProvider clock)
{
    /// <param name="document">As it was claimed.</param>
    /// <param name="lease">Of that claim.</param>
    /// <param name="pause">For how long a document is left alone when something is away that it needs; null hands it back for now.</param>
    /// <param name="stopping">Stops the work; the document is handed back undone.</param>
    public async Task<StageOutcome> DoAsync(ClaimedDocument document, HeldLease lease, Func<TimeSpan>? pause, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, lease.Lost);
        DocumentStages? stages = null;
        try
        {
            stages = await source.OfAsync(document, ending.Token);
            return new StageOutcome(await WorkAsync(document, stages, ending.Token), null);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // A lost claim cannot be handed back, which is what we want.
            return await HandBackAsync(document, null, null);
        }
        catch (Exception e) when (stages is null || StageOutage.Is(e))
        {
            return await HandBackAsync(document, pause?.Invoke(), e);
        }
#pragma warning disable CA1031 // Where a stage ends: a bug that one document brings to light must not end the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return await CountAsync(document, stages!, DocumentFailures.Internal(e.GetType().Name));
        }
    }

    private static async Task<StageEnd> WorkAsync(ClaimedDocument document, DocumentStages stages, CancellationToken cancellationToken)
    {
        if (stages.Refusal is { } refusal)
        {
            var costs = await stages.Records.WithReadingCostsAsync(document, [], cancellationToken);
            return await stages.Records.FailAsync(document, refusal, stages.Results.Final(stages.Results.Failed(document, refusal, costs)), [], cancellationToken);
        }

        return await (document.Claim.Stage == DocumentStage.Reading ? stages.Read(document, cancellationToken) : stages.Extract(document, cancellationToken));
    }

    private async Task<StageOutcome> HandBackAsync(ClaimedDocument document, TimeSpan? pause, Exception? outage)
    {
        var claims = new DocumentClaims(database.For(document.Tenant));
        try
        {
            // If the database is what is gone, the lease runs out by itself.
            if (outage is null || !DatabaseOutage.Is(outage))
            {
                await (pause is { } wait
                    ? claims.PostponeAsync(document.Claim, clock.GetUtcNow() + wait, CancellationToken.None)
                    : claims.ReleaseAsync(document.Claim, [], CancellationToken.None));
            }

            return new StageOutcome(StageEnd.HandedBack, outage);
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            return new StageOutcome(StageEnd.HandedBack, outage ?? e);
        }
    }

    /// <summary>Another try may cure it; the third failure parks the document.</summary>
    private async Task<StageOutcome> CountAsync(ClaimedDocument document, DocumentStages stages, DocumentFailure failure)
    {
        try
        {
            var costs = await stages.Records.WithReadingCostsAsync(document, [], CancellationToken.None);
            var parked = stages.Results.Final(stages.Results.Failed(document, failure, costs));
            var outcome = await new DocumentOutcomes(database.For(document.Tenant)).CountFailureAsync(document.Claim, failure, parked, [], CancellationToken.None);
            return new StageOutcome(EndOf(outcome), null);
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            return new StageOutcome(StageEnd.HandedBack, e);
        }
    }

    private static StageEnd EndOf(FailureOutcome outcome) => outcome switch
    {
        FailureOutcome.WillRetry => StageEnd.WillRetry,
        FailureOutcome.Parked => StageEnd.Ended,
        FailureOutcome.ClaimLost => StageEnd.ClaimLost,
    };
}
