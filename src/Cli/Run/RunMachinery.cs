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
    // Enough documents to fill the engine's slots while a long one drains, and few enough that a kill wastes little.
    private const int ExtractionsPerLane = 3;

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
            await ReadAllAsync(documents, results, endpoint, isolation, logging, cancellationToken);
            return endpoint.Statistics;
        }

        using var folder = RunFolder.Create();
        await using var engine = await NothingRead.UntilAsync(() => StartEngineAsync(folder.FullName, cancellationToken));
        console.EndStep();
        await ReadAllAsync(documents, results, engine, isolation, logging, cancellationToken);
        return engine.Statistics;
    }

    private async Task ReadAllAsync(IReadOnlyList<DocumentId> documents, ResultDraft results, IReadingEngine engine, IsolationReport isolation, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var claims = new DocumentClaims(storage.Database);
        var outcomes = new DocumentOutcomes(storage.Database);
        var queries = new DocumentQueries(storage.Database);
        var lease = new LeaseOptions();
        await using var leases = new LeaseKeeper(claims, lease, logging.CreateLogger<LeaseKeeper>());
        var records = new ExtractionRecords(outcomes, queries, plan.Identity);
        var stages = new RunStages(
            new DocumentReading(new ContractReader(plan.Reading, isolation), storage.Blobs, outcomes, results, plan.CpuSecond),
            new DocumentExtraction(new FieldExtractor(engine, plan.Schema, plan.Card), storage.Blobs, records, results, plan.ExtractionPrices),
            records,
            results,
            lease.Lease,
            ReadersAtOnce: 2,
            // An endpoint takes passages of several documents at a time, and there are documents of a single one.
            ExtractionsAtOnce: plan.Endpoint is { } endpoint ? Math.Min(64, 2 * endpoint.Options.Slots) : _engine.Lanes * ExtractionsPerLane);
        using var journey = new DocumentJourney(claims, outcomes, queries, leases, stages);
        await ReadAllAsync(documents, journey, stages, engine, cancellationToken);
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

    /// <summary>Ten times what a full step takes: a 7B model of 4 GB takes about 40 s for 512 tokens on two cores.</summary>
    private TimeSpan StallLimit(long bytes)
    {
        var step = 20 * (bytes / 1e9) * (_engine.StepTokens / 512.0) / _engine.ThreadsPerLane;
        return TimeSpan.FromSeconds(Math.Max(30, 10 * step));
    }

    private async Task<SupervisedEngine> StartEngineAsync(string sockets, CancellationToken cancellationToken)
    {
        console.Report("Starting the model");
        var settings = new EngineSettings
        {
            Libraries = InstallRoot.Libraries(plan.Root),
            Model = plan.ModelFile,
            Style = plan.Card.ReadingStyle,
            Lanes = _engine.Lanes,
            ThreadsPerLane = _engine.ThreadsPerLane,
            Slots = _engine.Slots,
            StepTokens = _engine.StepTokens,
            PassageTokens = plan.Card.PassageTokens,
            Limits = new DecodingLimits(plan.Card.BranchThreshold, plan.Card.ExploreThreshold, plan.Card.PossibleMissThreshold),
        };
        var child = new EngineChildOptions { Command = OwnExecutable.Command("engine"), RunFolder = sockets, Settings = settings, StallLimit = StallLimit(ModelCard.SizeOf(plan.ModelFile)) };
        try
        {
            return await SupervisedEngine.StartAsync(child, new EngineNotices(console, cancellationToken), cancellationToken);
        }
        catch (EngineSetupException) when (cancellationToken.IsCancellationRequested)
        {
            // The signal reached the child too, before it had learnt to leave it to us.
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
