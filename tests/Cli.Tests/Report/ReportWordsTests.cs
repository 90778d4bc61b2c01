using System.Reflection;
using Pipeline.Cli.Report;
using Pipeline.Domain.Confidence;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Layout;

namespace Pipeline.Cli.Tests.Report;

public sealed class ReportWordsTests
{
    [Fact]
    public void Every_reason_has_words()
    {
        var routing = typeof(RoutingReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!);

        Assert.All(Reasons.All.Concat(routing), code => Assert.True(ReasonWords.Knows(code), code));
    }

    [Fact]
    public void What_stands_in_a_hole_is_escaped_and_what_we_write_is_not()
    {
        using var text = new StringWriter();
        var html = new HtmlWriter(text);
        var hostile = "<script>\"'&\0\e";

        html.Write($"<p title=\"{hostile}\">{1.5:0.00} {hostile}</p>");

        Assert.Equal("<p title=\"&lt;script&gt;&quot;&#39;&amp;\uFFFD\uFFFD\">1.50 &lt;script&gt;&quot;&#39;&amp;\uFFFD\uFFFD</p>", text.ToString());
    }

    [Fact]
    public void A_quote_without_boxes_is_shown_among_its_neighbours()
    {
        var words = Enumerable.Range(0, 200).Select(i => new Word($"w{i}", null, i / 10)).ToArray();
        var context = new QuoteContext(new DocumentLayout([new Page(1, 612, 792, 0, PageSource.Text, [new Block(words[..120]), new Block(words[120..])])]));

        var (before, after) = context.Of(1, "w118 w119 w120 w121");
        Assert.StartsWith("… w", before, StringComparison.Ordinal);
        Assert.EndsWith("w117 ", before, StringComparison.Ordinal);
        Assert.StartsWith(" w122", after, StringComparison.Ordinal);
        Assert.EndsWith(" …", after, StringComparison.Ordinal);
        Assert.Equal(("", " w2 w3"), (context.Of(1, "w0 w1").Before, context.Of(1, "w0 w1").After[..6]));
        Assert.Equal(("", ""), context.Of(1, "not there"));
        Assert.Equal(("", ""), context.Of(2, "w1"));
    }
}
