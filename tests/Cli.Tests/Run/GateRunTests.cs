using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Tests.Run;

/// <summary>The shipped gate and the real model on samples: what is lost, what is saved, and how to turn it off.</summary>
[Collection(RunGroup.Name)]
public sealed class GateRunTests : IDisposable
{
    private static readonly string[] Samples = ["mutual-nda.pdf", "employment-nda.pdf", "consulting-form.pdf"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_is_accepted_when_all_is_read_is_lost_through_the_gate()
    {
        var all = await RunAsync("nda", "--read-all");
        var gated = await RunAsync("nda", "--again");

        foreach (var (whole, less) in all.Zip(gated))
        {
            Assert.Equal(whole.Document, less.Document);
            foreach (var (name, field) in whole.Fields.Where(f => f.Value.Decision == FieldDecision.Accepted))
            {
                var found = less.Fields[name].Values.Concat(less.Fields[name].Candidates).Select(v => v.Normalized ?? v.Value).ToHashSet();
                Assert.All(field.Values, value => Assert.Contains(value.Normalized ?? value.Value, found));
            }
        }

        Assert.Contains(all, result => result.Fields.Values.Any(f => f.Decision == FieldDecision.Accepted));
        Assert.Equal(0, all.Sum(r => r.Usage.SentencesSkipped));
        Assert.True(gated.Sum(r => r.Usage.SentencesSkipped) > 0);
        Assert.True(gated.Sum(r => r.Usage.PromptTokens) < all.Sum(r => r.Usage.PromptTokens));
        Assert.NotEqual(all[0].PipelineVersion, gated[0].PipelineVersion);
    }

    [Fact]
    public async Task Reading_all_gives_the_bytes_of_an_installation_without_a_gate()
    {
        var without = Installation("none");
        File.Delete(Path.Combine(without, "models", "contracts-135m.gate.json"));

        var plain = await StableAsync(without);
        var all = await StableAsync(Checkout.Root, "--read-all");
        var configured = await StableAsync(Checkout.Root, new Dictionary<string, string?> { ["Pipeline__Reading__All"] = "true" });

        Assert.Equal(plain, all);
        Assert.Equal(plain, configured);
        Assert.DoesNotContain("sentences_skipped", plain[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_gate_stops_the_run_before_anything_is_read_and_says_what_to_do()
    {
        var broken = Installation("broken");
        var gate = Path.Combine(broken, "models", "contracts-135m.gate.json");
        var text = await File.ReadAllTextAsync(gate);
        File.Delete(gate);
        await File.WriteAllTextAsync(gate, text[..^1000]);

        using var run = await StartAsync(broken, []);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("contracts-135m.gate.json cannot be used", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--read-all", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>This checkout by links, with a folder of links for models/, so that a file there can be replaced.</summary>
    private string Installation(string name)
    {
        var root = Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;
        foreach (var entry in (string[])["schemas", "node_modules", "prices.json", "migrations"])
        {
            var target = Checkout.PathOf(entry);
            if (Path.Exists(target))
            {
                File.CreateSymbolicLink(Path.Combine(root, entry), target);
            }
        }

        Directory.CreateDirectory(Path.Combine(root, "models"));
        foreach (var file in Directory.EnumerateFiles(Checkout.PathOf("models")))
        {
            File.CreateSymbolicLink(Path.Combine(root, "models", Path.GetFileName(file)), file);
        }

        return root;
    }

    private Task<List<string>> StableAsync(string root, params string[] flags) => StableAsync(root, [], flags);

    private async Task<List<string>> StableAsync(string root, Dictionary<string, string?> environment, params string[] flags)
    {
        using var run = await StartAsync(root, environment, flags);
        Assert.True(run.ExitCode == 0, run.Errors);
        return CalmRun.Stable(Path.Combine(_folder.FullName, "out"));
    }

    private async Task<PipelineProcess> StartAsync(string root, Dictionary<string, string?> environment, params string[] flags)
    {
        environment["PIPELINE_ROOT"] = root;
        var run = PipelineProcess.Start(environment, ["run", Checkout.PathOf("samples/contracts/mutual-nda.pdf"), "--schema", "nda", "--again", "--quiet", "--out", Path.Combine(_folder.FullName, "out"), "--data", Path.Combine(_folder.FullName, "data"), .. flags]);
        await run.WaitAsync();
        return run;
    }

    private async Task<IReadOnlyList<DocumentResult>> RunAsync(string schema, params string[] flags)
    {
        var results = Path.Combine(_folder.FullName, "out");
        using var run = await PipelineProcess.RunAsync(
            ["run", .. Samples.Select(s => Checkout.PathOf("samples/contracts/" + s)), "--schema", schema, "--quiet", "--out", results, "--data", Path.Combine(_folder.FullName, "data"), .. flags]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return RunFixture.ReadResults(results);
    }
}
