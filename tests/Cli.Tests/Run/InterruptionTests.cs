using System.Text.Json.Nodes;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Whatever is killed in between, the same command again gives the results of an undisturbed run.</summary>
[Collection(RunGroup.Name)]
public sealed class InterruptionTests : IDisposable
{
    private const int Contracts = 10;
    private const string Done = "select count(*) from documents where stage = 'done'";

    private readonly TemporaryFolder _folder = new();

    public InterruptionTests() => SmallContracts.Write(Input, Contracts);

    private string Input => Path.Combine(_folder.FullName, "in");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_was_killed_three_times_gives_the_same_results()
    {
        using var calm = await RunAsync("calm");
        for (var kill = 1; kill <= 3; kill++)
        {
            using var victim = Start("killed");
            await RunDatabase.WaitForAsync(Data("killed"), Done, kill * 2, victim);
            victim.KillHard();
            await victim.WaitAsync();
            Assert.Equal(137, victim.ExitCode);
        }

        using var last = await RunAsync("killed");

        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.DoesNotContain($"{Contracts} to read", last.Errors, StringComparison.Ordinal);
        Assert.Equal(Stable("calm"), Stable("killed"));
    }

    [Fact]
    public async Task Control_C_hands_back_what_is_in_flight()
    {
        using var calm = await RunAsync("calm");
        using var run = Start("interrupted");
        await RunDatabase.WaitForAsync(Data("interrupted"), Done, 2, run);
        run.PressControlC();
        await run.WaitAsync();

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("the same command goes on", run.Output, StringComparison.Ordinal);
        Assert.InRange(File.ReadAllLines(Path.Combine(Out("interrupted"), "results.jsonl")).Length, 2, Contracts - 1);

        using var again = Start("interrupted");
        await RunDatabase.WaitForAsync(Data("interrupted"), "select count(*) from stage_attempts where outcome = 'released'", 1, again);
        Assert.Equal(0, await RunDatabase.ScalarAsync(Data("interrupted"), "select count(*) from stage_attempts where outcome = 'expired'"));
        await again.WaitAsync();
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(Stable("calm"), Stable("interrupted"));
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("SEGV")]
    [InlineData("ABRT")]
    public async Task When_the_model_process_dies_the_run_says_so_and_goes_on(string signal)
    {
        using var calm = await RunAsync("calm");
        using var run = Start("crashed");
        await RunDatabase.WaitForAsync(Data("crashed"), Done, 2, run);
        PipelineProcess.Signal(signal, await ChildOfAsync(run.Id));
        await run.WaitAsync();

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("The model process died (killed by signal", run.Errors, StringComparison.Ordinal);
        Assert.Contains("runs again", run.Errors, StringComparison.Ordinal);
        Assert.Equal(Stable("calm"), Stable("crashed"));
    }

    [Fact]
    public async Task The_model_process_ends_with_its_parent()
    {
        using var run = Start("orphan");
        await RunDatabase.WaitForAsync(Data("orphan"), Done, 1, run);
        var child = await ChildOfAsync(run.Id);
        run.KillHard();
        await run.WaitAsync();

        for (var i = 0; i < 100 && Directory.Exists($"/proc/{child}"); i++)
        {
            await Task.Delay(50);
        }

        Assert.False(Directory.Exists($"/proc/{child}"), "The model process outlived its parent by five seconds.");
        using var last = await RunAsync("orphan");
        Assert.True(last.ExitCode == 0, last.Errors);
    }

    /// <summary>Results without what differs from run to run: ids, and how long it took.</summary>
    private List<string> Stable(string name) =>
        [.. File.ReadLines(Path.Combine(Out(name), "results.jsonl")).Select(line =>
        {
            var result = JsonNode.Parse(line)!.AsObject();
            result.Remove("id");
            result.Remove("cost");
            return Rounded(result).ToJsonString();
        })];

    /// <summary>Passages that share a step with others get probabilities that differ in the last digits.</summary>
    private static JsonObject Rounded(JsonObject node)
    {
        foreach (var (name, child) in node.ToArray())
        {
            switch (child)
            {
                case JsonObject inner:
                    Rounded(inner);
                    break;
                case JsonArray items:
                    foreach (var item in items.OfType<JsonObject>())
                    {
                        Rounded(item);
                    }

                    break;
                case JsonValue when name is "confidence" or "probability":
                    node[name] = Math.Round(child.GetValue<double>(), 1);
                    break;
            }
        }

        return node;
    }

    private static async Task<int> ChildOfAsync(int parent)
    {
        var shell = await Shell.RunAsync("pgrep", ["-P", $"{parent}", "-f", "pipeline.dll engine"]);
        return int.Parse(shell.Output.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private string Data(string name) => Path.Combine(_folder.FullName, name);

    private string Out(string name) => Path.Combine(_folder.FullName, name + "-out");

    private PipelineProcess Start(string name) => PipelineProcess.Start("run", Input, "--schema", "nda", "--out", Out(name), "--data", Data(name));

    private async Task<PipelineProcess> RunAsync(string name)
    {
        var run = Start(name);
        await run.WaitAsync();
        return run;
    }
}
