using System.Text.Json.Nodes;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Small contracts, and what a run over them gives that nobody disturbs.</summary>
public sealed class CalmRun : IAsyncLifetime
{
    public const int Contracts = 14;

    private readonly TemporaryFolder _folder = new();

    public string Input => Path.Combine(_folder.FullName, "in");

    public IReadOnlyList<string> Results { get; private set; } = [];

    /// <summary>Results to the last digit, without what must differ from run to run: ids, and what it cost.</summary>
    public static List<string> Stable(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "results.jsonl")).Select(line =>
        {
            var result = JsonNode.Parse(line)!.AsObject();
            result.Remove("id");
            result.Remove("cost");
            return result.ToJsonString();
        })];

    public async Task InitializeAsync()
    {
        SmallContracts.Write(Input, Contracts);
        var results = Path.Combine(_folder.FullName, "out");
        using var run = await PipelineProcess.RunAsync("run", Input, "--schema", "nda", "--out", results, "--data", Path.Combine(_folder.FullName, "data"));
        Assert.True(run.ExitCode == 0, run.Errors);
        Results = Stable(results);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
