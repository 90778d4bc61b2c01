using System.Globalization;
using System.Text;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The part of the page about interactive passages.</summary>
internal static class WaitingReport
{
    public static string Markdown(WaitingFigures figures, OwnSetting setting)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"## How long somebody waits while bulk documents fill the engine\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"{setting}: bulk documents hold every slot, and more of them wait. {figures.Busy.Count} interactive passages of eight sentences come in at odd moments. A lane that is asked for one puts its bulk passage back (for 30 s at most) and begins with the next step; goal: one step at most.\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"- Machine: {BenchMachine.Name}; `{BenchMachine.Command}`\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"| | p50 | p95 | most |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|---|");
        Row(text, "steps until a lane takes it", [.. figures.Waits.Select(w => (double)w.Steps)], "0");
        Row(text, "ms until a lane takes it", [.. figures.Waits.Select(w => w.Time.TotalMilliseconds)], "0");
        Row(text, "ms until it is read", [.. figures.Busy.Select(t => t.TotalMilliseconds)], "0");
        Row(text, "ms until it is read, engine idle", [.. figures.Idle.Select(t => t.TotalMilliseconds)], "0");
        text.AppendLine(CultureInfo.InvariantCulture, $"\nA step took {1000 * figures.StepSeconds:0} ms on average; one that reads a whole passage takes about a second. All tokens a second: {figures.BulkAloneRate:0} with bulk documents alone, {figures.BulkRate:0} with interactive passages among them, of which those of set-aside passages are read twice.");
        return text.ToString();
    }

    private static void Row(StringBuilder text, string what, double[] values, string format) => text.AppendLine(
        CultureInfo.InvariantCulture,
        $"| {what} | {WaitingFigures.Quantile(values, 0.5).ToString(format, CultureInfo.InvariantCulture)} | {WaitingFigures.Quantile(values, 0.95).ToString(format, CultureInfo.InvariantCulture)} | {values.Max().ToString(format, CultureInfo.InvariantCulture)} |");
}
