using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pipeline.Cli.Tests.Repository;

public sealed partial class SampleContractTests
{
    [NeedsProgramFact("pdftotext")]
    public async Task Every_expected_quote_stands_word_for_word_on_its_page()
    {
        var checkedQuotes = 0;
        foreach (var sample in Samples())
        {
            var pages = await PagesAsync(sample.GetProperty("file").GetString()!);
            foreach (var (field, evidence) in EvidenceOf(sample))
            {
                var quote = evidence.GetProperty("quote").GetString()!;
                Assert.True(TextOf(pages, evidence).Contains(quote, StringComparison.Ordinal), $"{field}: {quote}");
                checkedQuotes++;
            }
        }

        Assert.True(checkedQuotes > 250, $"only {checkedQuotes} quotes");
    }

    [NeedsProgramFact("pdfinfo")]
    public async Task The_contracts_have_the_pages_that_the_description_names()
    {
        var readme = await File.ReadAllTextAsync(Checkout.PathOf("samples/README.md"));
        var rows = PageRow().Matches(readme);
        Assert.Equal(9, rows.Count);
        foreach (Match row in rows)
        {
            var about = await Shell.RunAsync("pdfinfo", [Checkout.PathOf($"samples/contracts/{row.Groups[1].Value}")]);
            Assert.Equal(row.Groups[2].Value, PageCount().Match(about.Output).Groups[1].Value);
        }
    }

    [Fact]
    public void There_are_ten_and_all_samples_stay_small()
    {
        Assert.Equal(10, Samples().Count);
        var files = Directory.EnumerateFiles(Checkout.PathOf("samples"), "*", SearchOption.AllDirectories).Select(file => new FileInfo(file)).ToList();
        Assert.InRange(files.Sum(file => file.Length), 1, 2_000_000);
    }

    [Fact]
    public void The_supply_agreement_has_55_parties_and_a_term_over_a_page_break()
    {
        var fields = Samples().Single(sample => sample.GetProperty("document").GetString() == "supply-agreement").GetProperty("fields");

        Assert.Equal(55, fields.GetProperty("parties").GetProperty("spans").EnumerateArray().Select(span => span.GetString()).Distinct().Count());
        var term = Assert.Single(fields.GetProperty("term").GetProperty("evidence").EnumerateArray());
        Assert.Equal(term.GetProperty("page").GetInt32() + 1, term.GetProperty("to_page").GetInt32());
    }

    [Fact]
    public void The_distribution_agreement_has_a_sentence_of_120_words()
    {
        var cap = Samples().Single(sample => sample.GetProperty("document").GetString() == "distribution-agreement").GetProperty("fields").GetProperty("cap_on_liability");

        Assert.Equal(120, cap.GetProperty("spans")[0].GetString()!.Split(' ').Length);
    }

    [Fact]
    public void Every_field_of_the_schema_has_an_answer()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("schemas/contracts.v1.json")));
        var fields = schema.RootElement.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()!).ToList();

        Assert.Equal(42, fields.Count);
        Assert.All(Samples(), sample => Assert.Equal(fields, sample.GetProperty("fields").EnumerateObject().Select(field => field.Name)));
        Assert.All(Samples().SelectMany(sample => sample.GetProperty("fields").EnumerateObject()), field =>
            Assert.Equal(field.Value.GetProperty("answer").GetString() == "No", field.Value.GetProperty("evidence").GetArrayLength() == 0));
    }

    [Fact]
    public void Every_expected_value_is_a_part_of_its_quote() =>
        Assert.All(Samples().SelectMany(EvidenceOf), entry =>
        {
            if (entry.Evidence.TryGetProperty("value", out var value))
            {
                Assert.Contains(value.GetString()!, entry.Evidence.GetProperty("quote").GetString(), StringComparison.Ordinal);
            }
        });

    [Fact]
    public void The_agreement_with_two_terms_records_both_and_answers_with_the_one_that_prevails()
    {
        var term = Samples().Single(sample => sample.GetProperty("document").GetString() == "saas-agreement").GetProperty("fields").GetProperty("term");

        Assert.Equal("3 years", term.GetProperty("answer").GetString());
        Assert.Equal(["3 years", "36 weeks"], term.GetProperty("evidence").EnumerateArray().Select(entry => entry.GetProperty("normalized").GetString()));
    }

    private static List<JsonElement> Samples() =>
        [.. File.ReadLines(Checkout.PathOf("samples/contracts/expected.jsonl")).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static IEnumerable<(string Field, JsonElement Evidence)> EvidenceOf(JsonElement sample) =>
        from field in sample.GetProperty("fields").EnumerateObject()
        from evidence in field.Value.GetProperty("evidence").EnumerateArray()
        select (field.Name, evidence);

    /// <summary>The page of a quote, or both pages of one that runs over a break. A Word document is one text.</summary>
    private static string TextOf(IReadOnlyList<string> pages, JsonElement evidence)
    {
        if (!evidence.TryGetProperty("page", out var page))
        {
            return Assert.Single(pages);
        }

        var last = evidence.TryGetProperty("to_page", out var end) ? end.GetInt32() : page.GetInt32();
        return string.Join(' ', pages.Skip(page.GetInt32() - 1).Take(last - page.GetInt32() + 1).Select(text => text.Trim()));
    }

    private static async Task<IReadOnlyList<string>> PagesAsync(string file)
    {
        if (file == "employment-nda.pdf")
        {
            // A scan has no text: what stands on its pages is in the source that it was made of.
            var source = await File.ReadAllTextAsync(Checkout.PathOf("samples/sources/employment-nda.scan.html"));
            return [.. NewPage().Split(source).Select(page => WhiteSpace().Replace(Tag().Replace(page, ""), " "))];
        }

        if (Path.GetExtension(file) == ".docx")
        {
            return [WhiteSpace().Replace(DocxText(Checkout.PathOf($"samples/contracts/{file}")), " ")];
        }

        var text = await Shell.RunAsync("pdftotext", ["-enc", "UTF-8", Checkout.PathOf($"samples/contracts/{file}"), "-"]);
        Assert.Equal(0, text.ExitCode);
        // A form feed ends each page.
        return [.. text.Output.Split('\f')[..^1].Select(page => WhiteSpace().Replace(page, " "))];
    }

    private static string DocxText(string path)
    {
        XNamespace word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        using var archive = ZipFile.OpenRead(path);
        var text = new StringBuilder();
        foreach (var part in (string[])["word/document.xml", "word/footnotes.xml"])
        {
            using var stream = archive.GetEntry(part)!.Open();
            foreach (var paragraph in XDocument.Load(stream).Descendants(word + "p"))
            {
                text.Append(string.Concat(paragraph.Descendants(word + "t").Select(run => run.Value))).Append(' ');
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?=<\w+ class=""new-page"")")]
    private static partial Regex NewPage();

    [GeneratedRegex(@"`contracts/([\w-]+\.pdf)` \| (\d+)")]
    private static partial Regex PageRow();

    [GeneratedRegex(@"^Pages:\s*(\d+)", RegexOptions.Multiline)]
    private static partial Regex PageCount();
}
