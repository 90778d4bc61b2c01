using System.Globalization;
using System.Text;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The part of the page about what the engine adds to the model.</summary>
internal static class OverheadReport
{
    public static string Markdown(IReadOnlyList<OverheadRun> runs, OwnSetting setting)
    {
        var text = new StringBuilder();
        var few = Spread.Of(runs.Where(run => run.Documents == runs.Min(r => r.Documents)).Select(run => run.CpuMilliseconds));
        text.AppendLine(CultureInfo.InvariantCulture, $"## What a document costs beside the model, and with how many\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"{setting}: documents of one sentence of 30 to 120 characters, of real contracts, read by the default model; an engine started anew for each row, its first 50 documents not counted. With so little for the model to do in each, this is the worst case for everything else. Medians with the extremes in brackets.\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"- Machine: {BenchMachine.Name}; `{BenchMachine.Command}`\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"| documents | runs | CPU ms a document, booked | of 100 documents' | ms a document | outside llama_decode, of the lanes' busy time | of all time |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|---|---|---|---|");
        foreach (var size in runs.GroupBy(run => run.Documents).OrderBy(size => size.Key))
        {
            var cpu = Spread.Of(size.Select(run => run.CpuMilliseconds));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {size.Key:N0} | {size.Count()} | {cpu} | {cpu.Median / few.Median:0.000} | {Spread.Of(size.Select(run => run.Milliseconds))} | {Spread.Of(size.Select(run => 100 * run.OutsideBusy))} % | {Spread.Of(size.Select(run => 100 * run.OutsideWall))} % |");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"\nGoals: as much CPU time a document with 10,000 as with 100, ± 5 %; at most 5 % of the time outside `llama_decode`. *Of all time* counts what a lane waits for its next document and what other programs take from it.");
        return text.ToString();
    }
}
