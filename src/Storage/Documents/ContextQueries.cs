using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>What several stores ask of a context.</summary>
internal static class ContextQueries
{
    /// <summary>The document, locked until the transaction ends; others wait.</summary>
    public static async Task<Document?> LockDocumentAsync(this PipelineContext context, TenantId tenant, DocumentId id, CancellationToken cancellationToken)
    {
        var rows = await context.Documents
            .FromSql($"select * from documents where id = {id.Value} and tenant_id = {tenant.Value} for update")
            .ToListAsync(cancellationToken);
        return rows.SingleOrDefault();
    }

    public static async Task EndAttemptAsync(this PipelineContext context, DocumentId document, int claimNumber, AttemptOutcome outcome, DocumentFailure? failure, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var attempt = await context.StageAttempts.SingleAsync(attempt => attempt.DocumentId == document && attempt.ClaimNumber == claimNumber, cancellationToken);
        attempt.End(outcome, failure, now);
    }

    /// <summary>Costs of reading that the next result of a pipeline version carries: those booked since the last result, or,
    /// where the document was not read again, those of the result that is about to be replaced.</summary>
    public static async Task<IReadOnlyList<BookedCost>> CarriedReadingCostsAsync(this PipelineContext context, DocumentId document, string pipelineVersion, CancellationToken cancellationToken)
    {
        var reading = context.CostEntries.Where(cost => cost.DocumentId == document && cost.Kind == Domain.Costs.CostKind.Work && cost.Stage == DocumentStage.Reading);
        var unattached = await reading.Where(cost => cost.ResultId == null).OrderBy(cost => cost.Id).ToListAsync(cancellationToken);
        if (unattached.Count > 0)
        {
            return unattached;
        }

        var replaced = context.Results.Where(result => result.DocumentId == document && result.PipelineVersion == pipelineVersion && result.Revision == 1);
        return await reading.Where(cost => replaced.Any(result => result.Id == cost.ResultId)).OrderBy(cost => cost.Id).ToListAsync(cancellationToken);
    }
}
