using Microsoft.Extensions.Logging;
using Pipeline.Cli.Engine;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Inference;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Supervision;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

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

        if (plan.Endpoint is { } chosen)
        {
            console.Report(new EngineNotice(chosen.Notice()));
            await using var endpoint = await NothingRead.UntilAsync(() => OpenAiEngine.StartAsync(chosen.Options, console, cancellationToken));
            // It takes passages of several documents at a time, and there are documents of a single one.
            var atOnce = Math.Min(64, 2 * chosen.Options.Slots);
            await ReadAllAsync(documents, results, new RunningEngine(endpoint, atOnce), isolation, logging, cancellationToken);
            return endpoint.Statistics;
        }

        using var folder = RunFolder.Create();
        var (engine, sizes) = await NothingRead.UntilAsync(() => StartEngineAsync(folder.FullName, cancellationToken));
        await using var running = engine;
        console.EndStep();
        if (plan.Escalation is { } escalation)
        {
            console.Report(new EngineNotice(escalation.Notice()));
            await using var endpoint = await NothingRead.UntilAsync(() => OpenAiEngine.StartAsync(escalation.Endpoint.Options, console, cancellationToken));
            await ReadAllAsync(documents, results, new RunningEngine(new SecondOpinion(engine, endpoint, escalation.Band), sizes.DocumentsAtOnce), isolation, logging, cancellationToken);
            return engine.Statistics;
        }

        await ReadAllAsync(documents, results, new RunningEngine(engine, sizes.DocumentsAtOnce), isolation, logging, cancellationToken);
        return engine.Statistics;
    }

    private async Task ReadAllAsync(IReadOnlyList<DocumentId> documents, ResultDraft results, RunningEngine running, IsolationReport isolation, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var claims = new DocumentClaims(storage.Database);
        var outcomes = new DocumentOutcomes(storage.Database);
        var queries = new DocumentQueries(storage.Database);
        var lease = new LeaseOptions();
        await using var leases = new LeaseKeeper(claims, lease, logging.CreateLogger<LeaseKeeper>());
        var records = new ExtractionRecords(outcomes, queries, plan.Identity);
        var stages = new RunStages(
            new DocumentReading(new ContractReader(plan.Reading, isolation), storage.Blobs, outcomes, results, plan.CpuSecond),
            new DocumentExtraction(new FieldExtractor(running.Engine, plan.Schema, plan.Card, plan.Gate), storage.Blobs, records, results, plan.ExtractionPrices),
            records,
            results,
            lease.Lease,
            ReadersAtOnce: 2,
            ExtractionsAtOnce: running.DocumentsAtOnce);
        using var journey = new DocumentJourney(claims, outcomes, queries, leases, stages);
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

    /// <summary>Seconds of a full step until one was measured: a 7B model of 4 GB takes about 40 for 512 tokens on two cores.</summary>
    private double StepSeconds(EngineSizes sizes) =>
        Math.Max(1, 20 * (ModelCard.SizeOf(plan.ModelFile) / 1e9) * (sizes.StepTokens / 512.0) / sizes.ThreadsPerLane);

    private async Task<(EngineFleet Engine, EngineSizes Sizes)> StartEngineAsync(string sockets, CancellationToken cancellationToken)
    {
        var settings = new EngineSettings
        {
            Libraries = InstallRoot.Libraries(plan.Root),
            Model = plan.ModelFile,
            Style = plan.Card.ReadingStyle,
            PassageTokens = plan.Card.PassageTokens,
            Limits = new DecodingLimits(plan.Card.BranchThreshold, plan.Card.ExploreThreshold, plan.Card.PossibleMissThreshold),
        };
        try
        {
            var tuning = new EngineTuning(options.DataFolder, InstallRoot.Libraries(plan.Root), plan.Card, plan.ModelFile, console);
            return await new EngineStart(plan.Root, _engine, sockets, tuning).StartAsync(settings, StepSeconds, console, new EngineNotices(console, cancellationToken), cancellationToken);
        }
        catch (EngineSetupException) when (cancellationToken.IsCancellationRequested)
        {
            // The signal reached the child too, before it had learnt to leave it to us.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private sealed record RunningEngine(IReadingEngine Engine, int DocumentsAtOnce);
}
