using System.Globalization;
using System.Text;
using Pipeline.Cli.Evaluation;
using Pipeline.Cli.Models;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Workers.Models;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Gating;

/// <summary>Makes the gates of the shipped schemas.</summary>
internal sealed class GateRun(IReadOnlyList<string> only, GateRecallGoals recall, int neighbours, string? to)
{
    public async Task<int> ExecuteAsync(IReadOnlyList<string> folders, IReadOnlyList<string> resultFiles, CancellationToken cancellationToken)
    {
        var root = InstallRoot.Find();
        var schemas = Schemas(Path.Combine(root, "schemas"));
        var results = await ResultsAsync(resultFiles, cancellationToken);
        var isolation = await IsolationProbe.DetectAsync(cancellationToken);
        var reader = new GateSources(isolation);
        var sources = new List<GateSource>();
        foreach (var folder in folders)
        {
            await Console.Error.WriteLineAsync($"Reading the documents of {folder} ...");
            sources.Add(await reader.LoadAsync(folder, cancellationToken));
        }

        var gates = new List<Gate>();
        foreach (var schema in schemas)
        {
            await Console.Error.WriteLineAsync($"Learning {schema.Identity} ...");
            gates.Add(Make(schema, sources, results));
            await Console.Out.WriteAsync(Table(gates[^1]));
        }

        var path = Path.GetFullPath(to ?? GateFile.BesideCard(new ModelShelf(root).CardOf(ModelShelf.Default)));
        await File.WriteAllTextAsync(path + ".new", new GateSet { Features = SentenceFeatures.Version, Gates = gates }.ToJson(), cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
        await Console.Out.WriteLineAsync($"Stored in {path}. What the model then finds: pipeline eval, with and without --read-all.");
        return ExitCode.Done;
    }

    /// <exception cref="OperatorException">One that was asked for is not there.</exception>
    private ExtractionSchema[] Schemas(string folder)
    {
        var all = Directory.EnumerateFiles(folder, "*.v1.json").Order(StringComparer.Ordinal).Select(file => ExtractionSchema.Parse(File.ReadAllText(file))).ToArray();
        return only.FirstOrDefault(name => all.All(schema => schema.Name != name)) is { } missing
            ? throw new OperatorException($"There is no schema {missing} in {folder}.")
            : [.. all.Where(schema => only.Count == 0 || only.Contains(schema.Name))];
    }

    private Gate Make(ExtractionSchema schema, List<GateSource> sources, List<DocumentResult> results)
    {
        try
        {
            string[] fields = [.. schema.Fields.Select(field => field.Name)];
            var gate = GateTrainer.Fit([.. sources.SelectMany(source => source.Train)], fields, schema.Identity, recall.For(schema.Name), neighbours);
            return gate with { Figures = gate.Figures with { HeldOut = [.. sources.Select(source => Measure(gate, source, schema, results))] } };
        }
        catch (ArgumentException e)
        {
            throw new OperatorException($"These data sets cannot teach a gate for {schema.Identity}: {e.Message}", e);
        }
    }

    private static GateMeasurement Measure(Gate gate, GateSource source, ExtractionSchema schema, List<DocumentResult> results)
    {
        var answers = source.Answers(schema);
        var own = results.Where(result => source.HeldOut.Any(d => d.Name == Path.GetFileName(result.Document))).GroupBy(result => Path.GetFileName(result.Document), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var tally = new GateTally(new SentenceGate(gate), gate.Fields);
        foreach (var document in source.HeldOut)
        {
            tally.Add(document, own.GetValueOrDefault(document.Name) is { } result ? FoundAnswers.Of(result, answers, document.Sentences) : null);
        }

        return tally.Measurement(source.Name);
    }

    private static async Task<List<DocumentResult>> ResultsAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var all = new List<DocumentResult>();
        foreach (var file in files)
        {
            var read = ResultLines.Read(await DataSet.LinesAsync(file, cancellationToken), file);
            if (read.Any(result => result.Usage.SentencesSkipped > 0))
            {
                throw new OperatorException($"{file} was read through a gate, which hides what that gate lost. Give results of eval --read-all.");
            }

            all.AddRange(read);
        }

        return all;
    }

    private static string Table(Gate gate)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"{gate.Schema}: threshold keeps {gate.Figures.Chosen:0.0000} of the answers in training documents; of the sentences left out {gate.Residual:0.0000} hold one\n");
        foreach (var m in gate.Figures.HeldOut)
        {
            table.Append(CultureInfo.InvariantCulture, $"  {m.DataSet}, {m.Documents} held out: reads {m.Read:0.000} of the words; keeps {Words(m.Answers)} of the answers{(m.Found is null ? "" : $"; {Words(m.Found)} of what the model finds rightly")}\n");
        }

        return table.ToString();
    }

    private static string Words(GateRecall recall) => string.Create(CultureInfo.InvariantCulture, $"{recall.Kept}/{recall.Count} = {recall.Recall:0.0000} (at least {recall.LowerBound:0.0000})");
}
