using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Results;
using Pipeline.Inference.Tests.OpenAi;
using Pipeline.Workers.Tests.Reading;

namespace Pipeline.Cli.Tests.Run;

/// <summary>The program with an endpoint in place of its own engine. The endpoint is a small server in this process that speaks the protocol; there is no model behind it.</summary>
[Collection(RunGroup.Name)]
public sealed partial class EndpointRunTests : IDisposable
{
    private const string Poison = "Zyzzyva";

    private readonly TemporaryFolder _folder = new();

    private string Input => Directory.CreateDirectory(Path.Combine(_folder.FullName, "in")).FullName;

    private string Out => Path.Combine(_folder.FullName, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Documents_are_read_there_with_quotes_and_prices_and_one_that_is_refused_ends_alone()
    {
        SmallContracts.Write(Input, 3);
        // By its name the first.
        new TestPdf { Content = SmallContracts.Page([$"This {Poison} Agreement is governed by the laws of the State of Maine."]) }.Write(Input, "a-poison.pdf");
        await using var server = new EndpointServer(Answer);

        using var run = await PipelineProcess.RunAsync(
            "run", Input, "--schema", "nda", "--out", Out, "--data", Path.Combine(_folder.FullName, "data"), "--prices", Prices(), "--endpoint", server.Url, "--endpoint-model", "told", "--slots", "1");

        var results = RunFixture.ReadResults(Out).ToDictionary(result => result.Document);
        Assert.True(run.ExitCode == 3, run.Output + run.Errors);
        Assert.Contains("on this machine", run.Errors, StringComparison.Ordinal);
        foreach (var (name, law) in new[] { ("contract-00.pdf", "Ohio"), ("contract-01.pdf", "Delaware"), ("contract-02.pdf", "New York") })
        {
            var value = Assert.Single(results[name].Fields["governing_law"].Values.Concat(results[name].Fields["governing_law"].Candidates));
            Assert.Equal(law, value.Value);
            Assert.StartsWith("endpoint-told@", results[name].Model, StringComparison.Ordinal);
            Assert.Equal(0.0003m + 0.00006m, results[name].Cost.Lines.Where(line => line.Unit.Contains("tokens", StringComparison.Ordinal)).Sum(line => decimal.Parse(line.Amount, CultureInfo.InvariantCulture)));
        }

        var poison = results["a-poison.pdf"];
        Assert.Equal((ResultStatus.Failed, "endpoint_refused"), (poison.Status, poison.Failure!.Code));
        // The harmless request that told the document from the endpoint has its price.
        Assert.Contains(poison.Cost.Lines, line => line.Unit.StartsWith("million_prompt_tokens", StringComparison.Ordinal) && decimal.Parse(line.Amount, CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public async Task Fields_inside_the_band_are_asked_for_again_and_have_both_prices()
    {
        SmallContracts.Write(Input, 2);
        await using var server = new EndpointServer(Answer);

        // Every confidence falls into this band.
        using var run = PipelineProcess.Start(
            new Dictionary<string, string?> { ["Pipeline__Endpoint__Url"] = server.Url, ["Pipeline__Endpoint__Model"] = "told", ["Pipeline__Endpoint__Escalate"] = "0-1" },
            "run", Input, "--schema", "nda", "--out", Out, "--data", Path.Combine(_folder.FullName, "data"), "--prices", Prices());
        await run.WaitAsync();

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Contains("are asked for again", run.Errors, StringComparison.Ordinal);
        Assert.NotEmpty(server.Asked);
        var results = RunFixture.ReadResults(Out);
        Assert.Equal(2, results.Count);
        Assert.All(results, result => Assert.StartsWith("contracts-135m+endpoint-told@", result.Model, StringComparison.Ordinal));
        // The server knows the law alone: it stays, and what it does not confirm loses half of its confidence.
        Assert.Equal(["Ohio", "Delaware"], results.Select(result => result.Fields["governing_law"].Values[0].Value));
        Assert.All(results, result => Assert.All(result.Fields["effective_date"].Values.Concat(result.Fields["effective_date"].Candidates), value => Assert.InRange(value.Confidence, 0, 0.5)));
        Assert.All(results, result => Assert.Contains(result.Cost.Lines, line => line.Unit == "cpu_second"));
        Assert.All(results, result => Assert.Contains(result.Cost.Lines, line => line.Unit == "million_prompt_tokens:told"));
        Assert.All(results, result => Assert.Equal(ResultStatus.Review, result.Status));
    }

    [Fact]
    public async Task The_doctor_asks_the_endpoint_of_the_settings_and_explains_one_that_is_not_allowed()
    {
        await using var server = new EndpointServer(Answer);

        var well = await ExamineAsync(server.Url, "told");
        var unknown = await ExamineAsync(server.Url, "other");
        var remote = await ExamineAsync("https://llm.example.com/v1", "told");

        Assert.Matches("ok +endpoint +told at .*on this machine.*with probabilities", well);
        Assert.Matches("missing +endpoint prices +No price for", well);
        Assert.Matches("missing +endpoint +.*does not serve the model other. It serves told", unknown);
        Assert.Matches("missing +endpoint +.*is not on this machine: the text of every document would go there", remote);
        Assert.Single(server.Asked);
    }

    private static async Task<string> ExamineAsync(string url, string model)
    {
        using var process = PipelineProcess.Start(new Dictionary<string, string?> { ["Pipeline__Endpoint__Url"] = url, ["Pipeline__Endpoint__Model"] = model }, "doctor");
        await process.WaitAsync();
        return process.Output;
    }

    /// <summary>Finds the law in the first sentence that names one.</summary>
    private static EndpointAnswer Answer(EndpointCall call)
    {
        if (call.User.Contains(Poison, StringComparison.Ordinal))
        {
            return EndpointAnswer.Error(400, "no");
        }

        var law = Law().Match(call.User);
        return EndpointAnswer.Says(law.Success
            ? $$"""{"findings":[{"sentence":{{law.Groups[1].Value}},"field":"governing_law","value":"{{law.Groups[2].Value}}"}]}"""
            : """{"findings":[]}""");
    }

    /// <summary>3 for a million tokens read and 6 for a million written.</summary>
    private string Prices()
    {
        var path = Path.Combine(_folder.FullName, "prices.json");
        File.WriteAllText(path, """
            { "prices": [
              { "unit": "cpu_second", "unit_price": 0.000014, "currency": "USD", "valid_from": "2020-01-01" },
              { "unit": "million_prompt_tokens:told", "unit_price": 3, "currency": "USD", "valid_from": "2020-01-01" },
              { "unit": "million_completion_tokens:told", "unit_price": 6, "currency": "USD", "valid_from": "2020-01-01" } ] }
            """);
        return path;
    }

    [GeneratedRegex(@"\[(\d+)\] [^\n]*laws of the State of (\w+(?: \w+)?)\.")]
    private static partial Regex Law();
}
