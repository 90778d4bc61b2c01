using System.Globalization;
using System.Text;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The part of the page about interactive passages.</summary>
internal static class WaitingReport
{
    public static string Markdown(WaitingFigures figures, OwnSetting setting)
    {
        var text = new StringBuilder();
        Line(text, $"## How long somebody waits while bulk documents fill the engine\n");
        Line(text, $"{setting}: bulk documents hold every slot, and more of them wait. {figures.Busy.Count} interactive passages of eight sentences come in at odd moments. A lane that is asked for one puts its bulk passage back (for 30 s at most) and begins with the next step; goal: one step at most.\n");
        Line(text, $"- Machine: {BenchMachine.Name}; `{BenchMachine.Command}`\n");
        Line(text, $"| | p50 | p95 | most |");
        Line(text, $"|---|---|---|---|");
        Row(text, "steps until a lane takes it", [.. figures.Waits.Select(w => (double)w.Steps)], "0");
        Row(text, "ms until a lane takes it", [.. figures.Waits.Select(w => w.Time.TotalMilliseconds)], "0");
        Row(text, "ms until it is read", [.. figures.Busy.Select(t => t.TotalMilliseconds)], "0");
        Row(text, "ms until it is read, engine idle", [.. figures.Idle.Select(t => t.TotalMilliseconds)], "0");
        Line(text, $"\nA step took {1000 * figures.StepSeconds:0} ms on average; one that reads a whole passage takes about a second. All tokens a second: {figures.BulkAloneRate:0} with bulk documents alone, {figures.BulkRate:0} with interactive passages among them, of which those of set-aside passages are read twice.");
        return text.ToString();
    }

    private static void Row(StringBuilder text, string what, double[] values, string format) => Line(
        text,
        $"| {what} | {WaitingFigures.Quantile(values, 0.5).ToString(format, CultureInfo.InvariantCulture)} | {WaitingFigures.Quantile(values, 0.95).ToString(format, CultureInfo.InvariantCulture)} | {values.Max().ToString(format, CultureInfo.InvariantCulture)} |");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
