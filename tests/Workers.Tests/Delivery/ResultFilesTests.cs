using Pipeline.Domain.Results;
using Pipeline.Domain.Tests.Results;
using Pipeline.Workers.Delivery;

namespace Pipeline.Workers.Tests.Delivery;

public sealed class ResultFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("delivery-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_formula_in_a_value_is_escaped_and_a_quote_survives()
    {
        await ResultFiles.WriteAsync(_folder, [Result("=cmd|' /C calc'!A0", "He said \"yes\",\nand left.")], CancellationToken.None);

        var text = File.ReadAllText(Path.Combine(_folder, "results.csv"));
        Assert.Contains(",\"'=cmd|' /C calc'!A0\",", text, StringComparison.Ordinal);
        Assert.Contains("\"He said \"\"yes\"\",\nand left.\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_come_back_as_they_were_written()
    {
        var result = Result("Žižek & Sons™", "made by Žižek & Sons™ 😀");
        await ResultFiles.WriteAsync(_folder, [result], CancellationToken.None);

        var line = Assert.Single(File.ReadAllLines(Path.Combine(_folder, "results.jsonl")));
        Assert.Contains("Žižek & Sons™", line, StringComparison.Ordinal);
        Assert.Equal(line, ResultJson.Write(ResultJson.Read(line)));
    }

    [Fact]
    public async Task Files_are_replaced_as_a_whole()
    {
        await ResultFiles.WriteAsync(_folder, [Result("a", "b"), Result("c", "d")], CancellationToken.None);
        await ResultFiles.WriteAsync(_folder, [Result("e", "f")], CancellationToken.None);

        Assert.Single(File.ReadAllLines(Path.Combine(_folder, "results.jsonl")));
        Assert.Equal(["results.csv", "results.jsonl"], Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)).Order());
    }

    private static DocumentResult Result(string value, string quote) => PlainResult.Of("x.pdf") with
    {
        Sha256 = new string('0', 64),
        Fields = new Dictionary<string, FieldResult>
        {
            ["parties"] = new FieldResult
            {
                State = FieldState.Found,
                Decision = FieldDecision.Review,
                Values = [PlainResult.Value(value, 0.5) with { Normalized = null, Evidence = [new Evidence(1, quote, null, [])] }],
            },
        },
    };
}
