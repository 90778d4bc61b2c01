using System.Globalization;
using System.Text;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The contest as a Markdown page with a plot beside it.</summary>
internal static class ContestReport
{
    private const int RowHeight = 34;
    private const int Left = 330;
    private const int Width = 330;

    public static string Markdown(ContestResult result, ContestFacts facts)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Engine: ours beside llama-server, one request at a time, and the bare kernels\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"{facts.Documents} documents of {facts.Data}, {facts.Sentences} sentences, fields of `{facts.Schema}`, passages of {facts.PassageTokens} tokens; {result.Rounds.Count} rounds, every contender once a round, in turn; medians with the extremes in brackets. The start of an engine does not count.\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"- Machine: {facts.Machine}");
        text.AppendLine(CultureInfo.InvariantCulture, $"- llama.cpp {facts.LlamaVersion} on all sides, the same CPU libraries; model `{facts.Model}`");
        text.AppendLine(CultureInfo.InvariantCulture, $"- {facts.Date:yyyy-MM-dd}, `{facts.Command}`\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"![documents a minute](engine.svg)\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"| | documents a minute | tokens a second | tokens read | tokens written | findings | outside the model |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|---|---|---|---|");
        foreach (var name in result.Contenders)
        {
            var last = ContestResult.Of(result.Rounds[^1], name);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {result.Speed(name)} | {result.Tokens(name)} | {last.PromptTokens} | {last.DecodedTokens} | {last.Findings} | {(last.OutsideModel is null ? "" : result.Outside(name) + " %")} |");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| llama-batched-bench, as many tokens a passage | | {Spread.Of(result.Ceilings)} | | | | |\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"## Ratios, round by round\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"| comparison | ratio | goal |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| engine: ours in the described style over llama-server at its best | {result.OverServer(result.Described)} | 1.15 |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| engine: ours in the described style over naive | {result.Over(result.Described, result.Naive)} | 4 |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| engine: tokens a second of the described style over llama-batched-bench | {result.OfCeiling(result.Described)} | 0.85 |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| method: ours in the inline style over llama-server at its best | {result.OverServer(result.Inline)} | 1.5 |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| method: ours in the inline style with the gate over llama-server at its best | {result.OverServer(result.Gated)} | 3 |\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"llama-server and ours in the described style get the same instructions and sentences; llama-server's answers end at as many tokens as ours take on average, so that both write about as much; what they write is of no use, since the model was not tuned for this style. Tokens read by llama-server contain the instructions of each passage, also where it had them in its cache; ours count the passages alone. llama-batched-bench gets the numbers of tokens that ours in the described style has a passage; tokens of an answer that the grammar forces are fed in one go by ours, and written one by one by llama-batched-bench.\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"The gate leaves {facts.GatedSentences} of the {facts.Sentences} sentences. What that costs in recall was measured on all held-out documents: [reading less](../reading-less.md).\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"## The sweep\n");
        text.AppendLine(CultureInfo.InvariantCulture, $"| setting | documents a minute |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---|");
        foreach (var round in result.Sweep)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {round.Contender} | {round.DocumentsPerMinute:0.00} |");
        }

        return text.ToString();
    }

    /// <summary>Bars of the medians, with whiskers from the least to the most.</summary>
    public static string Plot(ContestResult result)
    {
        var highest = result.Contenders.Max(name => result.Speed(name).Most);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + 90} {(result.Contenders.Count * RowHeight) + 40}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"documents a minute\">");
        text.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/><text x=\"{Left}\" y=\"20\" fill=\"#222222\">documents a minute</text>");
        for (var i = 0; i < result.Contenders.Count; i++)
        {
            var name = result.Contenders[i];
            var speed = result.Speed(name);
            var y = 32 + (i * RowHeight);
            var colour = name.StartsWith("ours", StringComparison.Ordinal) ? "#1b6e53" : "#9aa5ad";
            text.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 15}\" text-anchor=\"end\" fill=\"#222222\">{name}</text><rect x=\"{Left}\" y=\"{y}\" width=\"{X(speed.Median):0.0}\" height=\"22\" fill=\"{colour}\"/>");
            text.AppendLine(CultureInfo.InvariantCulture, $"<path d=\"M{Left + X(speed.Least):0.0} {y + 11}H{Left + X(speed.Most):0.0}\" stroke=\"#222222\" stroke-width=\"2\"/><text x=\"{Left + X(speed.Most) + 6:0.0}\" y=\"{y + 15}\" fill=\"#222222\">{speed.Median:0.0}</text>");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"</svg>");
        return text.ToString();

        double X(double value) => Width * value / highest;
    }
}
