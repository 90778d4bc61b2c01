using System.Text.Json;
using System.Text.RegularExpressions;

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
                Assert.True(pages[evidence.GetProperty("page").GetInt32() - 1].Contains(quote, StringComparison.Ordinal), $"{field}: {quote}");
                checkedQuotes++;
            }
        }

        Assert.True(checkedQuotes > 40, $"only {checkedQuotes} quotes");
    }

    [NeedsProgramFact("pdftotext")]
    public async Task The_contracts_have_3_and_14_pages()
    {
        Assert.Equal(3, (await PagesAsync("mutual-nda.pdf")).Count);
        Assert.Equal(14, (await PagesAsync("saas-agreement.pdf")).Count);
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

    private static async Task<IReadOnlyList<string>> PagesAsync(string file)
    {
        var text = await Shell.RunAsync("pdftotext", ["-enc", "UTF-8", Checkout.PathOf($"samples/contracts/{file}"), "-"]);
        Assert.Equal(0, text.ExitCode);
        // A form feed ends each page.
        return [.. text.Output.Split('\f')[..^1].Select(page => WhiteSpace().Replace(page, " "))];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
