using System.Globalization;
using System.Text;
using Pipeline.Domain.Confidence;
using Pipeline.Domain.Evaluation;

namespace Pipeline.Cli.Evaluation;

/// <summary>The figures of confidence as lines of text; n stands in each.</summary>
internal static class FigureTable
{
    public static string Of(RunFigures figures)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\nConfidence, on the {figures.Documents} documents of the report half\n");
        foreach (var (name, value) in Rows(figures))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-34}{value}\n");
        }

        return text.ToString();
    }

    public static IEnumerable<(string Name, string Value)> Rows(RunFigures figures)
    {
        yield return ("AUROC of values", $"{Number(figures.ValueAuroc)}{Range(figures.ValueAurocInterval)}, {Invariant($"{figures.Values - figures.WrongValues} right, {figures.WrongValues} wrong")}");
        yield return ("AUROC of values and candidates", $"{Number(figures.Auroc)}{Range(figures.AurocInterval)}, {Invariant($"{figures.Candidates - figures.WrongCandidates} right, {figures.WrongCandidates} wrong")}");
        yield return ("ECE of values, 10 bins", $"{Number(figures.Ece)}, {Invariant($"{figures.Values}")} values{(figures.Values < 600 ? " (binding from 600 on)" : "")}");
        yield return ("values accepted", Share(figures.AcceptedValues));
        yield return ("accepted fields that are wrong", Share(figures.AcceptedWrong));
        yield return ("documents nobody has to open", Share(figures.UntouchedDocuments));
        yield return ("absent fields that are missed", Share(figures.AbsentWrong));
        foreach (var coverage in figures.Coverage)
        {
            yield return (Invariant($"provable here at {100 * coverage.Budget:0} %"), Proven(coverage));
        }

        yield return (Invariant($"budget honesty at {100 * figures.Honesty.Budget:0} %"), Invariant($"{figures.Honesty.Broken} of {figures.Honesty.Splits} halvings broke it, {figures.Honesty.Proven} proved a threshold"));
    }

    public static string Share(ShareFigure share) => share.Share is { } value
        ? Invariant($"{100 * value:0.0} % ({share.Count} of {share.N}) [{100 * share.Interval.Low:0.0}, {100 * share.Interval.High:0.0}]")
        : "none (n 0)";

    public static string Number(double? value) => value is { } number ? Invariant($"{number:0.000}") : "not defined";

    public static string Range(Interval? interval) => interval is { } range ? Invariant($" [{range.Low:0.000}, {range.High:0.000}]") : "";

    public static string Test(ThresholdTest test) => test.Threshold is { } threshold
        ? Invariant($"threshold {threshold:0.00}: {test.Wrong} wrong of {test.Checks}, at most {100 * test.Bound:0.0} %")
        : Invariant($"no threshold: {test.Wrong} wrong of {test.Checks} checks at the nearest level; {test.MissingChecks} more checks without an error would prove it");

    private static string Proven(Coverage coverage) => coverage.Test.Threshold is null
        ? Test(coverage.Test)
        : $"{Test(coverage.Test)}; fields {Share(coverage.Fields)}, documents {Share(coverage.Documents)}";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
