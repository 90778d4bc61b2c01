using System.CommandLine;
using Pipeline.Cli.Evaluation;
using Pipeline.Cli.Models;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Layout;
using Pipeline.Inference;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Real documents as the engine gets them in a run.</summary>
internal static class BenchDocuments
{
    public static Option<string?> DataSetOption() => new("--dataset") { Description = "Kleister-NDA data set. Default: kleister-nda in PIPELINE_DATA, else in ../shared/data." };

    public static string Folder(string root, string? given) => given ?? Path.Combine(InstallRoot.DataSets(root), "kleister-nda");

    /// <summary>The default model and a schema, as a run takes them.</summary>
    public static Task<RunPlan> PlanAsync(string root, string schema, CancellationToken cancellationToken) => RunPlan.MakeAsync(
        new RunOptions
        {
            Paths = [],
            Out = root,
            Schema = schema,
            Model = ModelShelf.Default,
            Prices = Path.Combine(root, "prices.json"),
            DataFolder = root,
            OwnEngine = true,
        },
        PipelineConfiguration.Load(root).Reading(),
        settings: null,
        root,
        cancellationToken);

    /// <summary>What the engine is asked for each document, as in a run.</summary>
    public static async Task<ContestDocuments> LoadAsync(RunPlan plan, string folder, int count, int mostSentences, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Path.Combine(folder, "documents")))
        {
            throw new OperatorException($"There is no data set {folder}. Name one with --dataset, or set PIPELINE_DATA.");
        }

        var names = await new DataSet(folder, DataSetKind.Kleister).SplitAsync("held_out", cancellationToken) ?? [];
        var reader = new ContractReader(plan.Reading, await IsolationProbe.DetectAsync(cancellationToken));
        var (whole, gated) = (new List<EngineRequest>(), new List<EngineRequest>());
        foreach (var name in names)
        {
            if (whole.Count == count)
            {
                break;
            }

            if (await reader.ReadAsync(Path.Combine(folder, "documents", name), cancellationToken) is ReadingOutcome.Succeeded { Layout: DocumentLayout layout }
                && await AskedAsync(plan, gate: null, layout, cancellationToken) is var all && all.Sentences.Count <= mostSentences)
            {
                whole.Add(all);
                gated.Add(await AskedAsync(plan, plan.Gate, layout, cancellationToken));
            }
        }

        return whole.Count > 0 ? new ContestDocuments(whole, gated) : throw new OperatorException($"No document of {folder} could be read, or none is as short as asked for.");
    }

    private static async Task<EngineRequest> AskedAsync(RunPlan plan, SentenceGate? gate, DocumentLayout layout, CancellationToken cancellationToken)
    {
        var recorder = new RequestRecorder();
        await new FieldExtractor(recorder, plan.Schema, plan.Card, gate).ExtractAsync(layout, cancellationToken);
        return recorder.Requests[0];
    }
}
