using System.Globalization;
using System.Text;
using Pipeline.Cli.Benchmarks.Engines;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>The page about the service around the model.</summary>
internal static class ServiceBenchReport
{
    private const double GoalMilliseconds = 20;
    private const double GoalUploadMilliseconds = 500;
    private const double GoalFlat = 0.05;

    public static string Markdown(ServiceBenchResult result, ServiceBenchOptions options, ServiceBenchFacts facts)
    {
        var text = new StringBuilder();
        Head(text, options, facts);
        Goals(text, result, options);
        Blocks(text, result, options, facts);
        Rounds(text, result, options);
        return text.ToString();
    }

    private static void Head(StringBuilder text, ServiceBenchOptions options, ServiceBenchFacts facts)
    {
        var processes = string.Join(" · ", ServiceFleet.Layout(facts.Broker is not null).Select(roles => string.Join(", ", roles)));
        text.AppendLine(CultureInfo.InvariantCulture, $"# Service: what a document costs beside the model, and how many go through\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"Documents of one page of text, no two alike, go the whole way: upload over HTTP with a key, outbox, relay, broker, `read`, `extract` and `deliver`, results as files. **The model is not measured: in its place stands a fixed delay of {options.ModelMilliseconds} ms**, for up to {options.AtOnce} documents at a time, which costs no CPU and names the dates and amounts that sentences offer. Everything else is what runs in production, in processes of their own: {processes}.\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"- Machine: {facts.Machine}; load before the start {facts.Load}");
        text.AppendLine(CultureInfo.InvariantCulture, $"- PostgreSQL {facts.Postgres}; {(facts.Broker is { } broker ? "RabbitMQ " + broker : "messages in memory, no broker")}; .NET {Environment.Version}");
        text.AppendLine(CultureInfo.InvariantCulture, $"- {facts.Date:yyyy-MM-dd}, `{facts.Command}`, {facts.Took.TotalMinutes:0.0} minutes with all preparations\n");
    }

    private static void Goals(StringBuilder text, ServiceBenchResult result, ServiceBenchOptions options)
    {
        var filled = result.Blocks.Where(block => block.Filled).ToArray();
        var all = Spread.Of(filled.Select(block => block.ServiceMilliseconds)).Median;
        var cpu = Ratios(result.Blocks, block => block.ServiceMilliseconds).Median;
        var speed = Ratios(result.Blocks, block => block.PerSecond).Median;
        var p99 = Percentile.Of(result.Rounds.SelectMany(round => round.UploadSeconds), 99) * 1000;
        text.AppendLine(CultureInfo.InvariantCulture, $"| goal | measured | |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| at most {GoalMilliseconds:0} ms CPU a document: our roles, PostgreSQL and broker together, {options.Rows:N0} rows | {all:0.0} ms | {Verdict(all <= GoalMilliseconds)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| as much CPU a document with {options.Rows:N0} rows as with none, ± 5 % | {100 * (cpu - 1):+0.0;-0.0} % | {Verdict(Math.Abs(cpu - 1) <= GoalFlat)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| as many documents a second, ± 5 % | {100 * (speed - 1):+0.0;-0.0} % | {Verdict(Math.Abs(speed - 1) <= GoalFlat)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| upload p99 below {GoalUploadMilliseconds:0} ms at {options.Rate} a second | {p99:0} ms | {Verdict(p99 < GoalUploadMilliseconds)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| every accepted document done and delivered | {result.Done:N0} of {result.Done + result.NotDone:N0} | {Verdict(result.NotDone == 0)} |\n");
    }

    private static void Blocks(StringBuilder text, ServiceBenchResult result, ServiceBenchOptions options, ServiceBenchFacts facts)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## A document\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"{options.Pairs} pairs of blocks of {options.DocumentsInBlock:N0} documents, sent by {options.Clients} clients as fast as the API takes them: one on empty tables, one on tables with {options.Rows:N0} documents that are done and what belongs to them, in turn, by the same processes and connections. CPU time in user and kernel mode from the first upload to the last delivery, in ms a document; medians with the extremes in brackets.\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"| | empty | {options.Rows:N0} rows | filled over empty, pair by pair |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|---|");
        Row(text, result.Blocks, "our roles", block => block.RolesMilliseconds);
        Row(text, result.Blocks, "PostgreSQL", block => block.PostgresMilliseconds);
        if (facts.Broker is not null)
        {
            Row(text, result.Blocks, "RabbitMQ", block => block.BrokerMilliseconds);
        }

        Row(text, result.Blocks, "together, which counts", block => block.ServiceMilliseconds);
        Row(text, result.Blocks, "the sender, which does not", block => 1000 * block.Cpu.Clients / block.Documents);
        Row(text, result.Blocks, "documents a second", block => block.PerSecond);
        text.AppendLine(CultureInfo.InvariantCulture, $"\nRows that PostgreSQL read by going through whole tables, a document: {Scanned(result.Blocks, filled: false)} with empty tables, {Scanned(result.Blocks, filled: true)} with filled ones. A server that does not run on this machine has no figures.\n");
    }

    private static void Rounds(StringBuilder text, ServiceBenchResult result, ServiceBenchOptions options)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## {options.Rate} uploads a second\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"Sent by the clock for {options.RateSeconds} s a round, by the same machine, with {options.Rows:N0} rows; an upload is timed from when it was due. With NOTIFY, processes tell each other of messages in the outbox; without, the relay looks by itself (`Pipeline:Relay:Notify`).{(result.Rounds.All(round => round.Notify) ? " In a single process it makes no difference, and was left on." : "")}\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"| NOTIFY | rounds | a second | upload p50, ms | p95 | p99 | most | refused | until delivered p50, ms | p95 | CPU ms a document |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var kind in result.Rounds.GroupBy(round => round.Notify).OrderBy(kind => kind.Key))
        {
            double[] uploads = [.. kind.SelectMany(round => round.UploadSeconds).Select(seconds => 1000 * seconds)];
            double[] through = [.. kind.SelectMany(round => round.ThroughSeconds).Select(seconds => 1000 * seconds)];
            text.AppendLine(CultureInfo.InvariantCulture, $"| {(kind.Key ? "on" : "off")} | {kind.Count()} | {kind.Average(round => round.PerSecond):0.0} | {Percentile.Of(uploads, 50):0} | {Percentile.Of(uploads, 95):0} | {Percentile.Of(uploads, 99):0} | {uploads.Max():0} | {kind.Sum(round => round.Refused)} | {Percentile.Of(through, 50):0} | {Percentile.Of(through, 95):0} | {kind.Average(round => round.ServiceMilliseconds):0.0} |");
        }
    }

    private static void Row(StringBuilder text, IReadOnlyList<BulkBlock> blocks, string name, Func<BulkBlock, double?> value)
    {
        if (blocks.All(block => value(block) is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {Of(blocks, filled: false, value)} | {Of(blocks, filled: true, value)} | {Ratios(blocks, block => value(block)!.Value)} |");
        }
    }

    private static Spread Of(IReadOnlyList<BulkBlock> blocks, bool filled, Func<BulkBlock, double?> value) => Spread.Of(blocks.Where(block => block.Filled == filled).Select(block => value(block)!.Value));

    private static Spread Ratios(IReadOnlyList<BulkBlock> blocks, Func<BulkBlock, double> value) =>
        Spread.Of(blocks.Where(block => block.Filled).Zip(blocks.Where(block => !block.Filled), (filled, empty) => value(filled) / value(empty)));

    private static string Scanned(IReadOnlyList<BulkBlock> blocks, bool filled)
    {
        var chosen = blocks.Where(block => block.Filled == filled).ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{(double)chosen.Sum(block => block.ScannedRows) / chosen.Sum(block => block.Documents):0.0}");
    }

    private static string Verdict(bool met) => met ? "met" : "**missed**";
}
