using System.Text.Json.Nodes;
using Pipeline.Cli.Benchmarks.Engines;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;

namespace Pipeline.Cli.Tests.Models;

/// <summary><c>pipeline models</c>, and a run with what was added, in an installation whose models/ is its own.</summary>
[Collection(RunGroup.Name)]
public sealed class ModelsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _installation;

    public ModelsCommandTests()
    {
        foreach (var part in (string[])["schemas", "node_modules", "migrations", "prices.json"])
        {
            File.CreateSymbolicLink(In(part), Checkout.PathOf(part));
        }

        foreach (var file in Directory.EnumerateFiles(Checkout.PathOf("models"), "contracts-135m.*"))
        {
            File.CreateSymbolicLink(In("models/" + Path.GetFileName(file)), file);
        }

        _installation = new() { ["PIPELINE_ROOT"] = _folder.FullName };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_added_listed_verified_and_reads()
    {
        var file = In("small-instruct.gguf");
        File.Move(await TemplatedModel.WriteAsync(Checkout.PathOf("models/contracts-135m.gguf"), In(""), CancellationToken.None), file);

        using (var add = await RunAsync("models", "add", file, "--name", "small"))
        {
            Assert.True(add.ExitCode == 0, add.Errors);
            Assert.Contains("pipeline run samples/contracts --schema nda --model small", add.Output, StringComparison.Ordinal);
        }

        using (var again = await RunAsync("models", "add", file, "--name", "small"))
        {
            Assert.Equal(1, again.ExitCode);
            Assert.Contains("There is a model small already", again.Errors, StringComparison.Ordinal);
        }

        using (var list = await RunAsync("models", "list"))
        {
            Assert.Equal(0, list.ExitCode);
            Assert.Matches(@"(?m)^contracts-135m@1 +inline +91\.7 MB +42 .*default$", list.Output);
            Assert.Matches(@"(?m)^small@1 +described +91\.7 MB +any +none: all to review$", list.Output);
        }

        var card = JsonNode.Parse(await File.ReadAllTextAsync(In("models/small.card.json")))!;
        Assert.Equal(("described", "apache-2.0", new FileInfo(file).Length), ((string?)card["style"], (string?)card["license"], (long?)card["bytes"]));

        // The weights are the same; what one name has read the other reads again, since a result names its model.
        await ReadsAsync("small", "small@1");
        await ReadsAsync(file, $"small-instruct@{((string)card["sha256"]!)[..12]}");
    }

    [Fact]
    public async Task A_changed_or_missing_file_is_named()
    {
        File.Delete(In("models/contracts-135m.gguf"));
        using (var missing = await RunAsync("models", "verify"))
        {
            Assert.Equal(1, missing.ExitCode);
            Assert.Contains("is missing", missing.Output, StringComparison.Ordinal);
        }

        _folder.Write("models/contracts-135m.gguf", "GGUF");
        using var verify = await RunAsync("models", "verify");

        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("differs  contracts-135m.card.json", verify.Output, StringComparison.Ordinal);
        Assert.Contains("0 as their cards say, 1 not.", verify.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "is no GGUF file", "text.gguf", "text")]
    [InlineData(1, "cannot be loaded as a model", "cut.gguf", "cut")]
    [InlineData(1, "has no chat template", "models/contracts-135m.gguf", "plain")]
    [InlineData(1, "There is no file", "nowhere.gguf", "nowhere")]
    [InlineData(2, "cannot be called", "text.gguf", "../up")]
    public async Task What_cannot_be_used_is_refused_with_a_reason_and_changes_nothing(int code, string reason, string file, string name)
    {
        _folder.Write("text.gguf", "A text.");
        _folder.Write("cut.gguf", "GGUF\u0003\0\0\0");
        using var add = await RunAsync("models", "add", In(file), "--name", name);

        Assert.Equal(code, add.ExitCode);
        Assert.Contains(reason, add.Errors, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(In("models")), f => Assert.StartsWith("contracts-135m.", Path.GetFileName(f), StringComparison.Ordinal));
    }

    private async Task ReadsAsync(string model, string identity)
    {
        var contract = _folder.Write("contract.txt", "This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC.\n\nIt is governed by the laws of the State of Ohio.\n");
        using var run = await RunAsync("run", contract, "--schema", "nda", "--model", model, "--out", In("out"), "--data", In("data"), "--lanes", "1");

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("Without a calibration for nda@1 confidence is raw", run.Output, StringComparison.Ordinal);
        var result = JsonNode.Parse(await File.ReadAllTextAsync(In("out/results.jsonl")))!;
        Assert.Equal((identity, "review"), ((string?)result["model"], (string?)result["status"]));
        Assert.All(result["fields"]!.AsObject(), f => Assert.Equal("review", (string?)f.Value!["decision"]));
        foreach (var value in result["fields"]!.AsObject().SelectMany(f => f.Value!["values"]!.AsArray()))
        {
            Assert.Contains((string)value!["value"]!, (string)value["evidence"]![0]!["quote"]!, StringComparison.Ordinal);
        }
    }

    private string In(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private async Task<PipelineProcess> RunAsync(params string[] arguments)
    {
        var process = PipelineProcess.Start(_installation, arguments);
        await process.WaitAsync();
        return process;
    }
}
