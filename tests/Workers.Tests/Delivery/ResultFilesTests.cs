using Pipeline.Domain.Results;
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
        Assert.Contains(",'=cmd|' /C calc'!A0,", text, StringComparison.Ordinal);
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

    private static DocumentResult Result(string value, string quote) => new()
    {
        Document = "x.pdf",
        Id = Guid.CreateVersion7(),
        Sha256 = new string('0', 64),
        Revision = 1,
        Final = false,
        Status = ResultStatus.Review,
        Schema = "nda@1",
        Model = "m@1",
        PipelineVersion = "v",
        Cost = new CostResult("USD", "0.00000000", []),
        Fields = new Dictionary<string, FieldResult>
        {
            ["parties"] = new FieldResult
            {
                State = FieldState.Found,
                Decision = FieldDecision.Review,
                Values =
                [
                    new FieldValue
                    {
                        Value = value,
                        Normalized = null,
                        Confidence = 0.5,
                        ConfidenceSource = "raw",
                        Source = "machine",
                        Grounded = true,
                        Evidence = [new Evidence(1, quote, null, [])],
                    },
                ],
            },
        },
    };
}
