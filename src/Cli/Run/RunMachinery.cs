using Microsoft.Extensions.Logging;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Inference;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Run;

/// <summary>Starts the engine and the stages, and takes documents through them.</summary>
internal sealed class RunMachinery(RunPlan plan, RunOptions options, StorageHost storage, PipelineConfiguration configuration, RunConsole console)
{
    private readonly EngineOptions _engine = configuration.Engine(options.Engine.Apply);

    public async Task<EngineStatistics> ReadAllAsync(IReadOnlyList<DocumentId> documents, ResultDraft results, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(b => b.AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        var isolation = await IsolationProbe.DetectAsync(cancellationToken);
        if (isolation.Level == IsolationLevel.None)
        {
            throw new OperatorException($"{isolation.Explanation} Nothing was read.");
        }

        await using var running = await NothingRead.UntilAsync(() => new PlanEngine(plan, _engine, options.DataFolder).StartAsync(console, console, cancellationToken));
        console.EndStep();
        await ReadAllAsync(documents, results, running, isolation, logging, cancellationToken);
        return running.Engine.Statistics;
    }

    private async Task ReadAllAsync(IReadOnlyList<DocumentId> documents, ResultDraft results, RunningEngine running, IsolationReport isolation, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var claims = new DocumentClaims(storage.Database);
        var outcomes = new DocumentOutcomes(storage.Database);
        var queries = new DocumentQueries(storage.Database);
        var lease = new LeaseOptions();
        await using var leases = new LeaseKeeper(claims, lease, logging.CreateLogger<LeaseKeeper>());
        var records = new ExtractionRecords(outcomes, queries, plan.Identity);
        var each = new DocumentStages
        {
            Read = new DocumentReading(new ContractReader(plan.Reading, isolation), storage.Blobs, outcomes, results, plan.CpuSecond).ReadAsync,
            Extract = new DocumentExtraction(new FieldExtractor(running.Engine, plan.Schema, plan.Card, plan.Gate), storage.Blobs, records, results, plan.ExtractionPrices).ExtractAsync,
            Records = records,
            Results = results,
        };
        var stages = new RunStages(each, lease.Lease, ReadersAtOnce: 2, ExtractionsAtOnce: running.DocumentsAtOnce);
        using var journey = new DocumentJourney(claims, queries, leases, new StageWork(storage.Database, stages, TimeProvider.System), stages);
        await ReadAllAsync(documents, journey, stages, running.Engine, cancellationToken);
    }

    private async Task ReadAllAsync(IReadOnlyList<DocumentId> documents, DocumentJourney journey, RunStages stages, IReadingEngine engine, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = stages.ExtractionsAtOnce + stages.ReadersAtOnce, CancellationToken = cancellationToken };
        console.Begin(documents.Count, () => engine.Statistics.Tokens);
        try
        {
            await Parallel.ForEachAsync(documents, parallel, async (id, token) =>
            {
                console.Finished((await journey.FinishAsync(id, token)).PageCount ?? 0);
            });
        }
        finally
        {
            console.End();
        }
    }
}
