using System.Collections.Concurrent;
using Pipeline.Domain.Documents;
using Pipeline.Inference;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;
using Pipeline.Workers.Reading;

namespace Pipeline.Workers.Stages;

/// <summary>The stages of the service: one set for each tenant and schema, made when its first document comes. All share one reader and one engine.</summary>
public sealed class StageCatalog(PipelineDatabase database, TenantBlobs blobs, ISchemaPlans plans, IDocumentReader reader, IReadingEngine engine) : IStageSource
{
    private readonly ConcurrentDictionary<(TenantId Tenant, string Schema), DocumentStages> _known = new();

    public async Task<DocumentStages> OfAsync(ClaimedDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        var key = (document.Tenant, document.Schema ?? throw new ArgumentException("The document belongs to a one-shot run.", nameof(document)));
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        var stages = Make(document.Tenant, await plans.OfAsync(key.Item2, cancellationToken));
        // A schema that cannot be used may be put right while the service runs.
        return stages.Refusal is null ? _known.GetOrAdd(key, stages) : stages;
    }

    private DocumentStages Make(TenantId tenant, SchemaPlan plan)
    {
        var own = database.For(tenant);
        var outcomes = new DocumentOutcomes(own);
        var results = new ResultDraft(plan.Identity, plan.CpuSecond.Currency, plan.Router);
        var records = new ExtractionRecords(outcomes, new DocumentQueries(own), plan.Identity);
        var (extractor, refusal) = plan.Refusal is null ? Extractor(plan) : (null, plan.Refusal);
        return new DocumentStages
        {
            Read = new DocumentReading(reader, blobs.Of(tenant), outcomes, results, plan.CpuSecond).ReadAsync,
            // What is refused is extracted by nobody.
            Extract = extractor is null ? (_, _) => throw new InvalidOperationException("The schema is refused.") : new DocumentExtraction(extractor, blobs.Of(tenant), records, results, plan.ExtractionPrices).ExtractAsync,
            Records = records,
            Results = results,
            Refusal = refusal,
        };
    }

    private (FieldExtractor? Extractor, DocumentFailure? Refusal) Extractor(SchemaPlan plan)
    {
        try
        {
            return (new FieldExtractor(engine, plan.Schema, plan.Card, plan.Gate), null);
        }
        catch (ModelCardException e)
        {
            return (null, DocumentFailures.UnsuitableSchema(e.Message));
        }
    }
}
