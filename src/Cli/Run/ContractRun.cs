using System.Diagnostics;
using Pipeline.Cli.Report;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;
using Pipeline.Inference;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Run;

/// <summary>A one-shot run over files: register, find out what is to do, do it, deliver.</summary>
internal sealed class ContractRun(RunOptions options, RunPlan plan, StorageHost storage, RunMachinery machinery, RunConsole console)
{
    private readonly ResultDraft _results = new(plan.Identity, plan.CpuSecond.Currency, plan.Router);
    private readonly DocumentQueries _queries = new(storage.Database);

    public async Task<RunSummary> ExecuteAsync(IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        var items = await RegisterAsync(files, cancellationToken);
        DocumentId[] carriers = [.. items.Select(i => i.Carrier).OfType<DocumentId>().Distinct()];
        var open = await ReopenAsync(carriers, cancellationToken);
        console.Plan(items.Count, carriers.Length - open.Count, open.Count);
        ReadingTools.Require(items.Where(i => i.Carrier is { } carrier && open.Contains(carrier)).Select(i => storage.Blobs.PathOf(i.Sha256!)), ProgramPath.Find);
        var started = Stopwatch.GetTimestamp();
        EngineStatistics? engine = null;
        var interrupted = false;
        if (open.Count > 0)
        {
            try
            {
                engine = await machinery.ReadAllAsync(open, _results, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                interrupted = true;
            }
        }

        var reading = Stopwatch.GetElapsedTime(started);
        // What is done is delivered, also after an interruption.
        var summary = new RunSummary
        {
            Results = await DeliverAsync(items, carriers, CancellationToken.None),
            Files = items.Count,
            Opened = open.Count,
            Skipped = carriers.Length - open.Count,
            Reading = reading,
            Finished = TimeProvider.System.GetUtcNow(),
            PriceDate = plan.CpuSecond.ValidFrom,
            Identity = plan.Identity,
            Calibration = plan.Router.Calibration,
            Engine = engine,
            Interrupted = interrupted,
        };
        if (options.Report is { } images)
        {
            await new ReportFile(storage, plan.Reading, console).WriteAsync(options.Out, summary, images, cancellationToken);
            console.EndStep();
        }

        return summary;
    }

    private async Task<List<RunItem>> RegisterAsync(IReadOnlyList<InputFile> files, CancellationToken cancellationToken)
    {
        var intake = new RunIntake(new DocumentIntake(storage.Database), storage.Blobs, plan.Reading);
        var items = new List<RunItem>(files.Count);
        var registered = 0;
        foreach (var file in files)
        {
            await foreach (var item in intake.AddAsync(file, cancellationToken))
            {
                items.Add(item);
            }

            console.Registered(++registered, files.Count);
        }

        return items;
    }

    /// <summary>Documents that have no result of this pipeline version yet, in path order.</summary>
    private async Task<List<DocumentId>> ReopenAsync(DocumentId[] carriers, CancellationToken cancellationToken)
    {
        var documents = await _queries.DocumentsAsync(carriers, cancellationToken);
        var results = await _queries.ResultsAsync(carriers, plan.Identity.Version, cancellationToken);
        var intake = new DocumentIntake(storage.Database);
        var open = new List<DocumentId>();
        foreach (var id in carriers)
        {
            var document = documents[id];
            var ended = document.Stage is DocumentStage.Done or DocumentStage.Failed;
            var retry = document.Stage == DocumentStage.Failed && options.RetryFailed;
            if (ended && results.ContainsKey(id) && !retry && !options.Again)
            {
                continue;
            }

            if (ended)
            {
                var reason = retry ? ReopenReason.RetryFailed
                    : options.Again ? ReopenReason.Asked
                    : document.PipelineVersion == plan.Identity.Version ? ReopenReason.ResultMissing
                    : ReopenReason.PipelineChanged;
                await intake.ReopenAsync(id, reason, ContractReader.LayoutVersionOf(plan.Reading), cancellationToken);
            }

            open.Add(id);
        }

        return open;
    }

    private async Task<IReadOnlyList<DocumentResult>> DeliverAsync(List<RunItem> items, DocumentId[] carriers, CancellationToken cancellationToken)
    {
        var stored = await _queries.ResultsAsync(carriers, plan.Identity.Version, cancellationToken);
        var first = new Dictionary<DocumentId, string>();
        var results = new List<DocumentResult>(items.Count);
        foreach (var item in items)
        {
            if (item.Carrier is not { } carrier)
            {
                results.Add(_results.Unreadable(item.Id, item.File.Name, item.Failure!));
            }
            else if (first.TryGetValue(carrier, out var original))
            {
                results.Add(_results.Duplicate(item.Id, item.File.Name, item.Sha256!, original));
            }
            else
            {
                first.Add(carrier, item.File.Name);
                if (stored.TryGetValue(carrier, out var result))
                {
                    // The name is where the file lies now; the result may stem from a run over another folder.
                    results.Add(ResultJson.Read(result.Json) with { Document = item.File.Name });
                }
            }
        }

        await ResultFiles.WriteAsync(options.Out, results, cancellationToken);
        return results;
    }
}
