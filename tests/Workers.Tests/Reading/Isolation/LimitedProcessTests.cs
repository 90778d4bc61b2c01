using System.Diagnostics;
using System.Globalization;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Tests.Reading.Isolation;

public sealed class LimitedProcessTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private static readonly ProcessLimits Limits = new() { Wall = TimeSpan.FromSeconds(20) };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tool_reads_the_file_and_its_output_is_streamed(bool sandbox)
    {
        var run = await RunAsync(sandbox, Limits, fixture.Write("some bytes"u8.ToArray()), "cat");
        Assert.Equal((ProcessEnd.Exited, 0, null, "some bytes"), (run.End, run.ExitCode, run.Signal, run.Output));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exit_codes_and_errors_are_told(bool sandbox)
    {
        var run = await RunAsync(sandbox, Limits with { ErrorBytes = 4 }, null, "sh", "-c", "echo wrong >&2; exit 3");
        Assert.Equal((ProcessEnd.Exited, 3, "wron"), (run.End, run.ExitCode, run.Errors));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_is_told_from_an_exit(bool sandbox)
    {
        // A signal sent from inside does not reach the first process of a sandbox; touching what is not mapped does.
        var run = await RunAsync(sandbox, Limits, null, "perl", "-e", "unpack 'p', pack 'Q', 8");
        Assert.Equal((ProcessEnd.Crashed, null, 11), (run.End, run.ExitCode, run.Signal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_child_that_sleeps_is_killed_at_the_wall_clock_limit(bool sandbox)
    {
        var watch = Stopwatch.StartNew();
        var run = await RunAsync(sandbox, Limits with { Wall = TimeSpan.FromMilliseconds(300) }, null, "sleep", "60");
        Assert.Equal(ProcessEnd.TimedOut, run.End);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.25, 10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_child_that_loops_is_killed_at_its_cpu_limit(bool sandbox)
    {
        var run = await RunAsync(sandbox, Limits with { Cpu = TimeSpan.FromSeconds(1) }, null, "perl", "-e", "1 while 1");
        Assert.Equal(ProcessEnd.TimedOut, run.End);
        // The kernel counts the limit in ticks and the usage exactly: on a busy machine they differ by some 15 %.
        Assert.InRange(run.CpuSeconds, 0.7, 2.5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cpu_time_is_that_of_the_child_alone_even_side_by_side_and_even_when_killed(bool sandbox)
    {
        var busy = Enumerable.Range(0, 4).Select(_ => RunAsync(sandbox, Limits, null, "perl", "-e", "1 while (times)[0] + (times)[1] < 0.3"));
        var idle = RunAsync(sandbox, Limits, null, "sleep", "0.2");
        // Long enough for a starved machine to give it its CPU time before the wall.
        var killed = RunAsync(sandbox, Limits with { Wall = TimeSpan.FromSeconds(10) }, null, "perl", "-e", "1 while (times)[0] + (times)[1] < 0.3; sleep 60");
        Assert.All(await Task.WhenAll(busy), run => Assert.InRange(run.CpuSeconds, 0.28, 0.5));
        Assert.InRange((await idle).CpuSeconds, 0, 0.1);
        Assert.Equal(ProcessEnd.TimedOut, (await killed).End);
        Assert.InRange((await killed).CpuSeconds, 0.28, 0.5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endless_output_is_cut_off(bool sandbox)
    {
        var run = await RunAsync(sandbox, Limits with { OutputBytes = 1 << 20 }, null, "yes");
        Assert.Equal((ProcessEnd.TooMuchOutput, null), (run.End, run.Output));
    }

    [Fact]
    public async Task Exactly_as_much_output_as_allowed_is_read()
    {
        var run = await RunAsync(true, Limits with { OutputBytes = 10 }, fixture.Write("some bytes"u8.ToArray()), "cat");
        Assert.Equal((ProcessEnd.Exited, "some bytes"), (run.End, run.Output));
        Assert.Equal(ProcessEnd.TooMuchOutput, (await RunAsync(true, Limits with { OutputBytes = 9 }, fixture.Write("some bytes"u8.ToArray()), "cat")).End);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Endless_errors_neither_fill_memory_nor_block(bool sandbox)
    {
        var run = await RunAsync(sandbox, Limits, null, "sh", "-c", "yes | head -c 5000000 >&2; echo done");
        Assert.Equal((ProcessEnd.Exited, "done\n", Limits.ErrorBytes), (run.End, run.Output, run.Errors.Length));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Memory_is_capped(bool sandbox)
    {
        string[] allocate = ["-e", "$x = 'a' x (400 << 20); print length $x"];
        Assert.Equal("419430400", (await RunAsync(sandbox, Limits, null, "perl", allocate)).Output);
        var run = await RunAsync(sandbox, Limits with { AddressSpaceBytes = 256L << 20 }, null, "perl", allocate);
        Assert.True(run.ExitCode is not 0 && string.IsNullOrEmpty(run.Output));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_file_can_grow(bool sandbox)
    {
        var file = Path.Combine(fixture.Folder, $"grown-{sandbox}");
        await RunAsync(sandbox, Limits, null, "sh", "-c", $"echo data > '{file}'");
        Assert.True(!File.Exists(file) || new FileInfo(file).Length == 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_of_our_environment_reaches_a_child(bool sandbox)
    {
        Environment.SetEnvironmentVariable("READING_TEST_SECRET", "s3cret");
        var run = await RunAsync(sandbox, Limits, null, "env");
        Assert.Contains("LC_ALL=C.UTF-8", run.Output!, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Output!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_tree_leaves_no_process_behind()
    {
        var pids = "";
        var limits = Limits with { Wall = TimeSpan.FromMilliseconds(500) };
        var run = await new LimitedProcess(fixture.LimitsOnly).RunAsync(
            new LimitedCommand("sh", ["-c", "sleep 300 & echo $!; sleep 300"], null), limits, output => pids = new StreamReader(output).ReadToEnd(), CancellationToken.None);
        Assert.Equal(ProcessEnd.TimedOut, run.End);
        Assert.True(await GoneAsync(int.Parse(pids, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task What_a_child_leaves_behind_is_killed_with_it()
    {
        var run = await RunAsync(false, Limits, null, "sh", "-c", "sleep 300 >/dev/null 2>&1 & echo $!");
        Assert.True(await GoneAsync(int.Parse(run.Output!, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_kills_the_child(bool sandbox)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Process(sandbox).RunAsync(new LimitedCommand("sleep", ["60"], null), Limits, Text, cancellation.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refused_output_ends_the_child(bool sandbox)
    {
        var refusal = new InvalidDataException("no");
        var run = await Process(sandbox).RunAsync<string>(new LimitedCommand("yes", [], null), Limits, _ => throw refusal, CancellationToken.None);
        Assert.Equal((ProcessEnd.OutputRefused, refusal), (run.End, run.Refusal));
    }

    [Fact]
    public async Task An_error_of_ours_comes_out_and_the_child_is_dead() =>
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            Process(true).RunAsync<string>(new LimitedCommand("yes", [], null), Limits, _ => throw new NotSupportedException(), CancellationToken.None));

    [Fact]
    public async Task A_missing_tool_is_named()
    {
        var error = await Assert.ThrowsAsync<ToolUnavailableException>(() => RunAsync(true, Limits, null, "no-such-tool"));
        Assert.Contains("no-such-tool", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_that_was_taken_away_is_no_fault_of_the_document()
    {
        var gone = fixture.Isolation with { Level = IsolationLevel.Sandbox, Bubblewrap = "/usr/bin/no-such-bwrap" };

        await Assert.ThrowsAsync<ToolUnavailableException>(() =>
            new LimitedProcess(gone).RunAsync(new LimitedCommand("true", [], null), Limits, Text, CancellationToken.None));
    }

    [Fact]
    public async Task Without_limits_nothing_is_started()
    {
        var none = new IsolationReport(IsolationLevel.None, null, null, "prlimit is missing");
        var error = await Assert.ThrowsAsync<ToolUnavailableException>(() =>
            new LimitedProcess(none).RunAsync(new LimitedCommand("true", [], null), Limits, Text, CancellationToken.None));
        Assert.Equal("prlimit is missing", error.Message);
    }

    [Fact]
    public async Task The_sandbox_shows_no_file_of_the_user_and_no_network()
    {
        if (fixture.Isolation.Level != IsolationLevel.Sandbox)
        {
            Assert.Contains("bubblewrap", fixture.Isolation.Explanation, StringComparison.Ordinal);
            return;
        }

        var file = fixture.Write("x"u8.ToArray());
        var run = await RunAsync(true, Limits, null, "sh", "-c", $"ls -d '{file}' /etc/passwd /root /home /var /proc/1; touch /new; ls /sys/class/net; true");
        Assert.Equal((ProcessEnd.Exited, ""), (run.End, run.Output));
        Assert.Contains("Read-only file system", run.Errors, StringComparison.Ordinal);
    }

    private LimitedProcess Process(bool sandbox) => new(sandbox ? fixture.Isolation : fixture.LimitsOnly);

    private Task<LimitedRun<string>> RunAsync(bool sandbox, ProcessLimits limits, string? input, string tool, params string[] arguments) =>
        Process(sandbox).RunAsync(new LimitedCommand(tool, arguments, input), limits, Text, CancellationToken.None);

    private static string Text(Stream output) => new StreamReader(output).ReadToEnd();

    // Killed means gone or a zombie that its new parent has not reaped yet.
    private static async Task<bool> GoneAsync(int process)
    {
        for (var i = 0; i < 100; i++)
        {
            var status = $"/proc/{process}/status";
            if (!File.Exists(status) || (await File.ReadAllTextAsync(status)).Contains("State:\tZ", StringComparison.Ordinal))
            {
                return true;
            }

            await Task.Delay(50);
        }

        return false;
    }
}
