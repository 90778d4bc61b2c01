using System.Globalization;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Confidence;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Results;
using Pipeline.Workers.Routing;

namespace Pipeline.Cli.Evaluation;

/// <summary>Reads or takes results, scores them, measures their confidence, and writes <c>evaluation.json</c> and <c>evaluation.html</c>.</summary>
internal sealed class EvaluationRun(EvaluationOptions options)
{
    private const double Budget = 0.05;

    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        // Read before the work: a wrong name should not cost an hour.
        var other = options.Against is null ? null : await EvaluationReport.LoadAsync(options.Against, cancellationToken);
        var lines = options.Results is null
            ? await options.Reading.LinesAsync(options.Set, null, cancellationToken)
            : await DataSet.LinesAsync(options.Results, cancellationToken);
        if (lines is null)
        {
            return ExitCode.Interrupted;
        }

        if (options.Calibration is not null || options.Results is null)
        {
            lines = await RoutedAsync(lines, cancellationToken);
        }

        var report = await ReportAsync(lines, cancellationToken);
        await Console.Out.WriteAsync(report.Score);
        if (report.Figures is { } figures)
        {
            await Console.Out.WriteAsync(FigureTable.Of(figures));
        }

        var comparison = other is null ? null : RunComparison.Of(report.Documents, other.Documents) ?? throw new OperatorException($"{options.Against} has no document in common with this run.");
        var folder = Path.GetFullPath(options.Reading.Out);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "evaluation.json"), report.ToJson(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "evaluation.html"), EvaluationPage.Of(report, comparison), cancellationToken);
        await Console.Out.WriteLineAsync($"Report: {Path.Combine(folder, "evaluation.html")} and evaluation.json");
        if (comparison is null)
        {
            return ExitCode.Done;
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"F1 against the other run: {comparison.Difference:+0.0000;-0.0000} [{comparison.Interval.Low:+0.000;-0.000}, {comparison.Interval.High:+0.000;-0.000}] over {comparison.Documents} documents of both{(comparison.IsWorse ? ": worse" : "")}"));
        return comparison.IsWorse ? ExitCode.Worse : ExitCode.Done;
    }

    /// <summary>Judges raw results: by the given calibration, or by the one beside the model, as a run would.</summary>
    private async Task<string[]> RoutedAsync(string[] lines, CancellationToken cancellationToken)
    {
        var results = ResultLines.Read(lines, options.Results ?? "The run's results");
        if (results.Any(r => r.Fields.Values.Any(f => f.Confidence is not null)))
        {
            throw new OperatorException("These results are calibrated already. Take results without a calibration, or leave --calibration out.");
        }

        var root = InstallRoot.Find();
        var schema = await ResultLines.SchemaAsync(results, root, cancellationToken);
        var path = options.Calibration ?? CalibrationFile.Beside(Path.Combine(root, "models"), results[0].Model);
        var calibration = await CalibrationFile.ReadAsync(path, cancellationToken);
        if (options.Calibration is not null && calibration is null)
        {
            throw new OperatorException($"There is no calibration {path}.");
        }

        var uncovered = results.FirstOrDefault(r => options.Calibration is not null && !calibration!.Covers(r.Model, r.Schema));
        return uncovered is null
            ? [.. results.Select(r => ResultJson.Write(FieldRouter.Of(schema, r.Model, calibration).Route(r)))]
            : throw new OperatorException($"The calibration {path} is for {calibration!.Model} with {string.Join(", ", calibration.Sources.Select(s => s.Schema).Distinct())}; these results are of {uncovered.Model} with {uncovered.Schema}.");
    }

    private async Task<EvaluationReport> ReportAsync(string[] lines, CancellationToken cancellationToken)
    {
        var expected = await DataSet.LinesAsync(options.Set.ExpectedFile, cancellationToken);
        var results = ResultLines.TryRead(lines);
        var (figures, curve) = results is null ? (null, []) : await FiguresAsync(results, cancellationToken);
        var report = new EvaluationReport
        {
            DataSet = options.Set.Name,
            Time = TimeProvider.System.GetUtcNow(),
            ReadWith = [.. (results ?? []).Select(r => $"{r.Model}, {r.Schema}, pipeline {r.PipelineVersion}").Distinct()],
            Score = "",
            F1 = 0,
            Documents = [],
            Figures = figures,
            PrecisionRecall = curve,
        };
        try
        {
            // Documents outside the split have no result and are no misses.
            return options.Set.Kind switch
            {
                DataSetKind.Kleister => With(report, KleisterScorer.ScoreLines(lines, expected, new KleisterOptions(options.AcceptedOnly, PresentOnly: true))),
                DataSetKind.Cuad => With(report, CuadScorer.ScoreLines(lines, expected, presentOnly: true)),
            };
        }
        catch (FormatException e)
        {
            throw new OperatorException(e.Message, e);
        }
    }

    private static EvaluationReport With(EvaluationReport report, KleisterScore score) =>
        report with { Score = score.ToText(), F1 = score.Total.F1, Documents = score.Counts };

    private static EvaluationReport With(EvaluationReport report, CuadScore score) =>
        report with { Score = score.ToText(), F1 = score.F1, Documents = score.Documents, PrecisionRecall = score.Curve };

    private async Task<(RunFigures Figures, IReadOnlyList<CurvePoint> Curve)> FiguresAsync(List<DocumentResult> results, CancellationToken cancellationToken)
    {
        var schema = await ResultLines.SchemaAsync(results, InstallRoot.Find(), cancellationToken);
        var answers = await options.Set.AnswersAsync(schema, cancellationToken);
        var report = results.Where(r => AnswerHalves.Of(r.Document) == AnswerHalf.Report).ToList();
        var labelled = report.SelectMany(r => LabelledFields.Of(r, answers, schema)).ToList();
        var outcomes = labelled.SelectMany(f => f.Candidates.Select(c => new ScoredOutcome(f.Document, c.Raw, c.Right)));
        return (RunMeasure.Of(report, answers, schema, Budget), PrecisionRecall.Of(outcomes, labelled.Sum(f => f.Answers)));
    }
}
