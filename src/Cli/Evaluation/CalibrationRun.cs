using System.Globalization;
using System.Text;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Confidence;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Results;
using Pipeline.Workers.Delivery;

namespace Pipeline.Cli.Evaluation;

/// <summary>Makes a calibration from the calibrate half of held-out documents.</summary>
internal sealed class CalibrationRun(DataSetReading reading, CalibrationBudgets budgets, string? to)
{
    public async Task<int> ExecuteAsync(IReadOnlyList<string> folders, IReadOnlyList<string> resultFiles, CancellationToken cancellationToken)
    {
        var root = InstallRoot.Find();
        var fields = new List<LabelledField>();
        var sources = new List<CalibrationSource>();
        var models = new HashSet<string>();
        for (var i = 0; i < folders.Count; i++)
        {
            var set = await DataSet.DetectAsync(folders[i], cancellationToken);
            var results = await ResultsAsync(set, i < resultFiles.Count ? resultFiles[i] : null, cancellationToken);
            if (results is null)
            {
                return ExitCode.Interrupted;
            }

            var schema = await ResultLines.SchemaAsync(results, root, cancellationToken);
            var answers = await set.AnswersAsync(schema, cancellationToken);
            List<LabelledField> own = [.. results.SelectMany(r => LabelledFields.Of(r, answers, schema))];
            fields.AddRange(own);
            models.UnionWith(results.Select(r => r.Model));
            sources.Add(new CalibrationSource(set.Name, schema.Identity, await set.ExpectedSha256Async(cancellationToken), own.Select(f => f.Document).Distinct().Count()));
        }

        if (models is not { Count: 1 })
        {
            throw new OperatorException($"The results are of {models.Count} models ({string.Join(", ", models)}); a calibration is for one.");
        }

        var calibration = Fit(fields, new CalibrationHeading(models.Single(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), sources));
        var path = Path.GetFullPath(to ?? Path.Combine(root, "models", models.Single().Split('@')[0] + ".calibration.json"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await ReplacedFile.WriteAsync(path, writer => writer.WriteAsync(calibration.ToJson()), cancellationToken);
        await Console.Out.WriteAsync(Table(calibration));
        await Console.Out.WriteLineAsync($"Stored in {path}. Judge it on the other half: pipeline eval.");
        return ExitCode.Done;
    }

    private Calibration Fit(List<LabelledField> fields, CalibrationHeading heading)
    {
        try
        {
            return CalibrationFit.Fit(fields, heading, budgets);
        }
        catch (ArgumentException e)
        {
            throw new OperatorException($"These documents are not enough: {e.Message}", e);
        }
    }

    /// <summary>Of held-out documents of the calibrate half, raw; null when it was interrupted.</summary>
    private async Task<List<DocumentResult>?> ResultsAsync(DataSet set, string? file, CancellationToken cancellationToken)
    {
        // What the model was trained on would make it look surer than it is.
        var heldOut = (await set.SplitAsync(reading.Split, cancellationToken) ?? []).Select(name => Path.GetFileNameWithoutExtension(name)).ToHashSet(StringComparer.Ordinal);
        bool Ours(string path) => heldOut.Contains(Path.GetFileNameWithoutExtension(path)) && AnswerHalves.Of(path) == AnswerHalf.Calibrate;
        var lines = file is null
            ? await (reading with { Out = Path.Combine(reading.Out, set.Name) }).LinesAsync(set, Ours, cancellationToken)
            : await DataSet.LinesAsync(file, cancellationToken);
        if (lines is null)
        {
            return null;
        }

        var results = ResultLines.Read(lines, file ?? "The run's results").Where(r => Ours(r.Document)).ToList();
        if (results.Count == 0)
        {
            throw new OperatorException($"{file} has no document of the calibrate half of {set.Name}.");
        }

        return results.Any(r => r.Fields.Values.Any(f => f.Confidence is not null))
            ? throw new OperatorException($"{file} is calibrated already; a calibration is made from raw results.")
            : results;
    }

    private static string Table(Calibration calibration)
    {
        var figures = calibration.Figures;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Calibration of {calibration.Model} from {figures.Documents} documents: {string.Join(", ", calibration.Sources.Select(s => $"{s.Documents.ToString(CultureInfo.InvariantCulture)} of {s.Name} ({s.Schema})"))}\n");
        text.Append(CultureInfo.InvariantCulture, $"  candidates  {figures.Candidates - figures.Wrong} right, {figures.Wrong} wrong\n");
        text.Append(CultureInfo.InvariantCulture, $"  AUROC       {FigureTable.Number(figures.Auroc)}{FigureTable.Range(figures.AurocInterval)}, raw {FigureTable.Number(figures.RawAuroc)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  ECE         {FigureTable.Number(figures.Ece)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  wrong, {100 * calibration.Accept.Budget:0.#} %   {FigureTable.Test(calibration.Accept)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  missed, {100 * calibration.AcceptAbsent.Budget:0.#} %  {FigureTable.Test(calibration.AcceptAbsent)}\n");
        foreach (var (field, labels) in calibration.Fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {field,-36}{labels.Checks,5} checks, {labels.Right,4} right{(labels.Isotonic ? ", own curve" : ", estimated from all fields")}\n");
        }

        return text.ToString();
    }
}
