using System.Collections.Concurrent;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Inference;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Routing;
using Pipeline.Workers.Stages;

namespace Pipeline.Workers.Tests.Queue;

/// <summary>Stages that read and extract nothing, but write what real ones write; a test says what happens in between.</summary>
internal sealed class ToldStages(PipelineDatabase database) : IStageSource
{
    private static readonly ExtractionSchema Schema = ExtractionSchema.Parse("""{"name":"told","version":1,"fields":[{"name":"parties","kind":"party","value":"required","description":"Who."}]}""");

    public ConcurrentQueue<(DocumentId Document, DocumentStage Stage, DateTimeOffset At)> Begun { get; } = new();

    public Func<ClaimedDocument, CancellationToken, Task> WhileReading { get; set; } = (_, _) => Task.CompletedTask;

    public Func<ClaimedDocument, CancellationToken, Task> WhileExtracting { get; set; } = (_, _) => Task.CompletedTask;

    public int TimesIn(DocumentStage stage, DocumentId document) => Begun.Count(begun => begun.Document == document && begun.Stage == stage);

    public Task<DocumentStages> OfAsync(ClaimedDocument document, CancellationToken cancellationToken)
    {
        var own = database.For(document.Tenant);
        var outcomes = new DocumentOutcomes(own);
        var identity = new PipelineIdentity(document.Schema!, "told@1", "v1-" + document.Schema);
        var records = new ExtractionRecords(outcomes, new DocumentQueries(own), identity);
        var results = new ResultDraft(identity, "USD", FieldRouter.Of(Schema, "told@1", null));
        return Task.FromResult(new DocumentStages
        {
            Read = async (claimed, token) =>
            {
                Begun.Enqueue((claimed.Claim.Document, DocumentStage.Reading, TimeProvider.System.GetUtcNow()));
                await WhileReading(claimed, token);
                await outcomes.CompleteReadingAsync(claimed.Claim, new LayoutReference(new string('f', 64), 1, "told"), [], token);
                return StageEnd.Advanced;
            },
            Extract = async (claimed, token) =>
            {
                Begun.Enqueue((claimed.Claim.Document, DocumentStage.Extracting, TimeProvider.System.GetUtcNow()));
                await WhileExtracting(claimed, token);
                var nothing = new Workers.Extraction.Extraction(new Dictionary<string, FieldResult>(), [], new EngineUsage(0, 0, 0, 0));
                return await records.CompleteAsync(claimed, results.Final(results.Extracted(claimed, new DocumentLayout([]), nothing, [])), [], token);
            },
            Records = records,
            Results = results,
        });
    }
}
