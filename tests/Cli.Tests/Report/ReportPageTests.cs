using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Cli.Tests.Run;

namespace Pipeline.Cli.Tests.Report;

/// <summary>The report of a real run, among it a document whose name and text try to become markup.</summary>
[Collection(RunGroup.Name)]
public sealed partial class ReportPageTests(RunFixture run)
{
    private readonly string _html = File.ReadAllText(Path.Combine(run.Out, "report.html"));

    [Fact]
    public void The_run_names_it() => Assert.Contains($"Report: {Path.Combine(run.Out, "report.html")}", run.Output, StringComparison.Ordinal);

    [Fact]
    public void Every_tag_and_attribute_is_one_of_ours()
    {
        var (tags, attributes) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var tag in Tag().Matches(Body()).Where(t => t.Groups["name"].Success))
        {
            tags.Add(tag.Groups["name"].Value);
            attributes.UnionWith(Attribute().Matches(tag.Groups["rest"].Value).Select(a => a.Groups["name"].Value));
        }

        Assert.Equal(Body().Count(c => c == '<'), Tag().Count(Body()));
        Assert.Subset(new HashSet<string>("a article b bdi blockquote body button code dd details div dl dt figcaption figure g h1 h2 h3 header img input label li mark nav option output p rect section select span summary svg table tbody td th thead title tr ul".Split(' ')), tags);
        Assert.Subset(new HashSet<string>("alt aria-label aria-labelledby class data-d data-k data-s data-v height hidden href id placeholder preserveAspectRatio role scope src tabindex type value viewBox width x y".Split(' ')), attributes);
    }

    [Fact]
    public void It_loads_nothing_and_lets_nothing_run_but_its_own_script()
    {
        Assert.All(Reference().Matches(Body()), reference => Assert.Matches("^(#|data:image/png;base64,)", reference.Groups["to"].Value));
        Assert.DoesNotContain("url(", _html, StringComparison.Ordinal);
        Assert.Single(Script().Matches(_html));
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script().Match(_html).Groups["text"].Value)));
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(StyleElement().Match(_html).Groups["text"].Value)));
        Assert.Contains($"content=\"default-src 'none'; img-src data:; style-src 'sha256-{style}'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\"", _html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_stands_there_with_its_quote()
    {
        for (var i = 0; i < run.Results.Count; i++)
        {
            var text = Text(Section(i));
            foreach (var value in run.Results[i].Fields.Values.SelectMany(f => f.Values))
            {
                Assert.Contains(Flat(value.Value ?? ""), text, StringComparison.Ordinal);
                Assert.Contains(Flat(value.Evidence[0].Quote), text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_line_of_a_value_has_a_box_on_its_page()
    {
        var boxes = 0;
        for (var i = 0; i < run.Results.Count; i++)
        {
            var section = Section(i);
            var expected = run.Results[i].Fields.Values.SelectMany(f => f.Values).SelectMany(v => v.Evidence.Take(3)).Sum(e => e.Boxes.Count);
            Assert.Equal(expected, ValueBoxes().Matches(section).Sum(g => Rectangle().Count(g.Value)));
            boxes += expected;
        }

        Assert.True(boxes > 100);
    }

    [Fact]
    public void A_failed_document_says_its_code_and_reason()
    {
        var index = run.Results.ToList().FindIndex(r => r.Document == "encrypted.pdf");

        Assert.Contains("encrypted: Needs a password. Save an unprotected copy, run again.", Text(Section(index)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_leads_to_its_original() => Assert.Contains("same content as nda.pdf", Text(_html), StringComparison.Ordinal);

    [Fact]
    public void Pages_are_drawn_once_and_kept_from_others()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(run.Data, "pages"), "*.png", SearchOption.AllDirectories).ToList();

        Assert.Equal(ImageData().Count(_html), pages.Count(p => new FileInfo(p).Length > 0));
        Assert.All(pages, page => Assert.InRange(new FileInfo(page).Length, 1, 80_000));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(pages[0])!));
    }

    private static string Flat(string text) => Spaces().Replace(text, " ");

    // Tags go, except that what they part stays apart only where a space was.
    private static string Text(string html) => Flat(WebUtility.HtmlDecode(Tag().Replace(html, "")));

    private string Body()
    {
        var body = Script().Replace(_html[_html.IndexOf("<body", StringComparison.Ordinal).._html.IndexOf("</body>", StringComparison.Ordinal)], "");
        return ImageData().Replace(body, "data:image/png;base64,");
    }

    private string Section(int index)
    {
        var start = _html.IndexOf($"<section class=\"doc\" id=\"d{index + 1}\"", StringComparison.Ordinal);
        return _html[start.._html.IndexOf("</section>", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("""<(?:(?<name>[a-zA-Z0-9]+)(?<rest>(?:\s+[a-zA-Z-]+(?:=(?:"[^"<]*"|[a-z]+))?)*)\s*/?|/[a-zA-Z0-9]+)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[a-zA-Z-]+)(?:=(?:"[^"]*"|[a-z]+))?""")]
    private static partial Regex Attribute();

    [GeneratedRegex("""(?:href|src)="(?<to>[^"]*)["]""")]
    private static partial Regex Reference();

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex StyleElement();

    [GeneratedRegex("data:image/png;base64,[A-Za-z0-9+/=]+")]
    private static partial Regex ImageData();

    [GeneratedRegex("""<g id="[^"]*" class="v".*?</g>""", RegexOptions.Singleline)]
    private static partial Regex ValueBoxes();

    [GeneratedRegex("<rect ")]
    private static partial Regex Rectangle();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
