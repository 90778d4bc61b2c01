using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Lanes and threads are measured once for a model and a machine, and kept in the data folder.</summary>
[Collection(RunGroup.Name)]
public sealed class EngineTuningTests : IDisposable
{
    private const string Measuring = "Measuring which lanes";

    private static readonly Dictionary<string, string?> Unset = new() { ["Pipeline__Engine__Lanes"] = null };

    private readonly TemporaryFolder _folder = new();

    private string Kept => Path.Combine(_folder.FullName, "data", "tuning");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_run_measures_and_the_next_one_remembers()
    {
        var first = await RunAsync();
        Assert.Contains(Measuring, first, StringComparison.Ordinal);
        var kept = Assert.Single(Directory.GetFiles(Kept));
        Assert.Contains("\"threads_per_lane\"", await File.ReadAllTextAsync(kept), StringComparison.Ordinal);

        Assert.DoesNotContain(Measuring, await RunAsync("--again"), StringComparison.Ordinal);
        // A file that was cut off is no reason to stop.
        await File.WriteAllTextAsync(kept, "{");
        Assert.Contains(Measuring, await RunAsync("--again"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_names_lanes_is_not_kept_waiting()
    {
        Assert.DoesNotContain(Measuring, await RunAsync("--lanes", "1"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Kept));
    }

    private async Task<string> RunAsync(params string[] more)
    {
        var document = Path.Combine(_folder.FullName, "short.txt");
        await File.WriteAllTextAsync(document, "This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC. It is governed by the laws of the State of Ohio.");
        using var process = PipelineProcess.Start(
            Unset, ["run", document, "--schema", "nda", "--out", Path.Combine(_folder.FullName, "out"), "--data", Path.Combine(_folder.FullName, "data"), .. more]);
        await process.WaitAsync();
        Assert.True(process.ExitCode == 0, process.Errors);
        return process.Errors;
    }
}
