using System.Text.Json;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;
using Pipeline.Domain.Confidence;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Results;
using Pipeline.Domain.Tests.Results;

namespace Pipeline.Cli.Tests.Evaluation;

/// <summary>Evaluations and calibrations of results at hand, as a user makes them; nothing is read with a model.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EvaluationTests()
    {
        string[] names = [.. Enumerable.Range(0, 60).Select(i => $"nda-{i}.pdf")];
        _folder.Write("set/expected.jsonl", string.Join('\n', names.Select(name => $$$"""{"document":"{{{name}}}","fields":{"jurisdiction":["Ohio"],"party":["Acme Inc.","Bolt LLC"]}}""")));
        _folder.Write("splits.json", JsonSerializer.Serialize(new Dictionary<string, object> { ["kleister-nda"] = new { held_out = names, train = Array.Empty<string>() } }));
        Write("good.jsonl", names, wrongEvery: 10);
        Write("bad.jsonl", names, wrongEvery: 2);
    }

    private string Set => Path.Combine(_folder.FullName, "set");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_holds_the_figures_and_fetches_nothing()
    {
        using var run = await EvaluateAsync("good.jsonl", "good");
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("jurisdiction     P 0.900 R 0.900", run.Output, StringComparison.Ordinal);
        Assert.Contains("documents of the report half", run.Output, StringComparison.Ordinal);
        var page = File.ReadAllText(In("good", "evaluation.html"));
        Assert.Equal(3, page.Split("<svg").Length - 1);
        Assert.All((string[])["http:", "https:", "<script", "src=", "url("], word => Assert.DoesNotContain(word, page, StringComparison.OrdinalIgnoreCase));
        using var json = JsonDocument.Parse(File.ReadAllText(In("good", "evaluation.json")));
        Assert.Equal(60, json.RootElement.GetProperty("documents").GetArrayLength());
        Assert.InRange(json.RootElement.GetProperty("figures").GetProperty("documents").GetInt32(), 15, 45);
    }

    [Fact]
    public async Task Splits_that_cannot_be_read_are_said_to_be_so()
    {
        Directory.CreateDirectory(Path.Combine(Set, "documents"));
        _folder.Write("splits.json", "{ \"kleister-nda\": { \"held_out\": ");
        using var run = await PipelineProcess.RunAsync("eval", "kleister", Set, "--out", In("broken", ""), "--data", Path.Combine(_folder.FullName, "data"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("✗ The splits.json beside", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("An error of ours", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_significantly_worse_fails_with_code_4()
    {
        using var good = await EvaluateAsync("good.jsonl", "good");
        using var bad = await EvaluateAsync("bad.jsonl", "bad", "--against", In("good", "evaluation.json"));
        Assert.Equal(4, bad.ExitCode);
        Assert.Contains(": worse", bad.Output, StringComparison.Ordinal);
        using var better = await EvaluateAsync("good.jsonl", "again", "--against", In("bad", "evaluation.json"));
        Assert.Equal(0, better.ExitCode);
    }

    [Fact]
    public async Task A_calibration_is_made_of_one_half_and_judged_on_the_other()
    {
        using var made = await PipelineProcess.RunAsync("calibrate", Set, "--results", In("good.jsonl"), "--to", In("c.json"));
        Assert.True(made.ExitCode == 0, made.Errors);
        var calibration = Calibration.Parse(File.ReadAllText(In("c.json")));
        var half = Enumerable.Range(0, 60).Count(i => AnswerHalves.Of($"nda-{i}.pdf") == AnswerHalf.Calibrate);
        Assert.Equal(half, calibration.Figures.Documents);
        Assert.Equal("contracts-135m@1", calibration.Model);
        Assert.Contains("more checks without an error would prove it", made.Output, StringComparison.Ordinal);

        using var again = await PipelineProcess.RunAsync("calibrate", Set, "--results", In("good.jsonl"), "--to", In("d.json"));
        Assert.Equal(File.ReadAllText(In("c.json")), File.ReadAllText(In("d.json")));

        using var judged = await EvaluateAsync("good.jsonl", "judged", "--calibration", In("c.json"));
        Assert.True(judged.ExitCode == 0, judged.Errors);
        Assert.Contains("values accepted", judged.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "needs one file per data set", "calibrate", "SET", "SET", "--results", "good.jsonl")]
    [InlineData(1, "is no data set", "calibrate", "EMPTY")]
    [InlineData(2, "must lie between 0 and 1", "calibrate", "SET", "--budget", "5")]
    [InlineData(1, "not an evaluation to compare with", "eval", "kleister", "SET", "--results", "good.jsonl", "--against", "good.jsonl")]
    [InlineData(2, "--limit has to be at least 1", "eval", "cuad", "SET", "--limit", "0")]
    public async Task A_mistake_is_explained(int code, string message, params string[] arguments)
    {
        _folder.Write("empty/expected.jsonl", "{}");
        using var run = await PipelineProcess.RunAsync([.. arguments.Select(a => a == "SET" ? Set : a == "EMPTY" ? In("empty") : a.EndsWith(".jsonl", StringComparison.Ordinal) ? In(a) : a)]);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output + run.Errors, StringComparison.Ordinal);
    }

    private Task<PipelineProcess> EvaluateAsync(string results, string output, params string[] more) =>
        PipelineProcess.RunAsync(["eval", "kleister", Set, "--results", In(results), "--out", In(output), .. more]);

    private string In(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    private void Write(string file, string[] names, int wrongEvery) =>
        _folder.Write(file, string.Join('\n', names.Select((name, i) => ResultJson.Write(Result(name, i % wrongEvery == 0, i)))));

    private static DocumentResult Result(string name, bool wrong, int i) => PlainResult.Of(name) with
    {
        Model = "contracts-135m@1",
        Fields = new OrderedDictionary<string, FieldResult>
        {
            ["effective_date"] = Field([]),
            ["governing_law"] = Field([PlainResult.Value(wrong ? "Utah" : "Ohio", wrong ? 0.5 : 0.9 + (i / 1000.0))]),
            ["parties"] = Field([PlainResult.Value("Acme Inc.", 0.95), PlainResult.Value("Bolt LLC", 0.9)]),
            ["term"] = Field([]),
        },
    };

    private static FieldResult Field(IReadOnlyList<FieldValue> values) =>
        new() { State = values.Count > 0 ? FieldState.Found : FieldState.Absent, Decision = FieldDecision.Review, Reasons = ["not_calibrated"], Values = values };
}
