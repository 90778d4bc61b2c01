using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Whatever is killed in between, the same command again gives the results of an undisturbed run.</summary>
[Collection(RunGroup.Name)]
public sealed class InterruptionTests : IClassFixture<CalmRun>, IDisposable
{
    private const string Done = "select count(*) from documents where stage = 'done'";

    /// <summary>As <see cref="Done"/>, or none unless something was handed back, and nothing was left lying under its lease.</summary>
    private const string HandedBack = Done + " and exists (select from stage_attempts where outcome = 'released') and not exists (select from stage_attempts where outcome = 'expired')";

    private readonly TemporaryFolder _folder = new();
    private readonly CalmRun _calm;

    public InterruptionTests(CalmRun calm) => _calm = calm;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_was_killed_three_times_gives_the_same_results()
    {
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
        Assert.DoesNotContain($"{CalmRun.Contracts} to read", last.Errors, StringComparison.Ordinal);
        Assert.Equal(_calm.Results, Stable("killed"));
    }

    [Fact]
    public async Task Control_C_hands_back_what_is_in_flight()
    {
        using var run = Start("interrupted");
        await RunDatabase.WaitForAsync(Data("interrupted"), Done, 2, run);
        run.PressControlC();
        await run.WaitAsync();

        Assert.True(run.ExitCode == 130, $"Exit code {run.ExitCode}.\n{run.Output}{run.Errors}");
        Assert.Contains("the same command goes on", run.Output, StringComparison.Ordinal);
        var delivered = File.ReadAllLines(Path.Combine(Out("interrupted"), "results.jsonl")).Length;
        Assert.InRange(delivered, 2, CalmRun.Contracts - 1);

        using var again = Start("interrupted");
        // One question, since the database may be gone before a second; and late enough that whatever was left under a lease has been found.
        await RunDatabase.WaitForAsync(Data("interrupted"), HandedBack, delivered + 1, again);
        await again.WaitAsync();
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(_calm.Results, Stable("interrupted"));
    }

    [Fact]
    public async Task A_signal_to_the_whole_process_group_is_no_death_of_the_model()
    {
        using var run = Start("stopped");
        await RunDatabase.WaitForAsync(Data("stopped"), Done, 1, run);
        var child = await ChildOfAsync(run.Id);
        PipelineProcess.Signal("TERM", run.Id);
        PipelineProcess.Signal("TERM", child);
        await run.WaitAsync();

        Assert.True(run.ExitCode == 130, $"Exit code {run.ExitCode}.\n{run.Output}{run.Errors}");
        Assert.DoesNotContain("The model process died", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("SEGV")]
    [InlineData("ABRT")]
    public async Task When_the_model_process_dies_the_run_says_so_and_goes_on(string signal)
    {
        using var run = Start("crashed");
        await RunDatabase.WaitForAsync(Data("crashed"), Done, 2, run);
        var child = await ChildOfAsync(run.Id);
        PipelineProcess.Signal(signal, child);
        // The runtime swallows the first of these when it comes from outside; from within they come until the process is gone.
        await Task.Delay(100);
        PipelineProcess.Signal(signal, child);
        await run.WaitAsync();

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("The model process died (killed by signal", run.Errors, StringComparison.Ordinal);
        Assert.Contains("runs again", run.Errors, StringComparison.Ordinal);
        Assert.Equal(_calm.Results, Stable("crashed"));
    }

    [Fact]
    public async Task A_layout_that_is_gone_is_read_again()
    {
        using var run = Start("lost");
        await RunDatabase.WaitForAsync(Data("lost"), Done, 1, run);
        run.KillHard();
        await run.WaitAsync();
        Directory.Delete(Path.Combine(Data("lost"), "blobs"), recursive: true);

        using var last = await RunAsync("lost");

        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Equal(_calm.Results, Stable("lost"));
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

    private List<string> Stable(string name) => CalmRun.Stable(Out(name));

    private static async Task<int> ChildOfAsync(int parent)
    {
        foreach (var task in Directory.EnumerateDirectories($"/proc/{parent}/task"))
        {
            foreach (var child in (await File.ReadAllTextAsync(Path.Combine(task, "children"))).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if ((await File.ReadAllTextAsync($"/proc/{child}/cmdline")).Contains("\0engine\0", StringComparison.Ordinal))
                {
                    return int.Parse(child, System.Globalization.CultureInfo.InvariantCulture);
                }
            }
        }

        throw new InvalidOperationException("The run has no model process.");
    }

    private string Data(string name) => Path.Combine(_folder.FullName, name);

    private string Out(string name) => Path.Combine(_folder.FullName, name + "-out");

    private PipelineProcess Start(string name) => PipelineProcess.Start("run", _calm.Input, "--schema", "nda", "--out", Out(name), "--data", Data(name));

    private async Task<PipelineProcess> RunAsync(string name)
    {
        var run = Start(name);
        await run.WaitAsync();
        return run;
    }
}
