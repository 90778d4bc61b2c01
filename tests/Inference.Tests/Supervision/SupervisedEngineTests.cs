using Pipeline.Inference.Supervision;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Supervision;

/// <summary>What becomes of documents when the child dies, hangs or is stopped. The child is a script that speaks the protocol.</summary>
public sealed class SupervisedEngineTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("pe-").FullName;
    private readonly Notices _notices = new();

    [ValidatorFact]
    public async Task Documents_are_read_and_the_child_ends_with_the_engine()
    {
        var engine = await StartAsync();
        var pid = engine.ProcessId;

        Assert.Equal([pid], (await ReadAsync(engine, "a")).SentenceProbabilities);
        await engine.DisposeAsync();

        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(pid));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(engine, "late"));
    }

    [ValidatorFact]
    public async Task A_document_that_kills_the_child_is_parked_and_those_beside_it_are_read()
    {
        await using var engine = await StartAsync();

        var innocents = Enumerable.Range(0, 20).Select(i => ReadAsync(engine, i < 5 ? $"{i}" : "slow")).ToList();
        var poison = ReadAsync(engine, "crash");
        innocents.AddRange(Enumerable.Range(0, 5).Select(i => ReadAsync(engine, $"after {i}")));

        await Task.WhenAll(innocents);
        var crash = await Assert.ThrowsAsync<EngineCrashException>(() => poison);
        Assert.Contains("ggml_abort: as told", crash.Message, StringComparison.Ordinal);
        Assert.Equal(3, _notices.Count("died"));
        await ReadAsync(engine, "and on it goes");
    }

    [ValidatorFact]
    public async Task A_child_that_makes_no_progress_is_killed_though_new_work_keeps_coming()
    {
        await using var engine = await StartAsync(TimeSpan.FromSeconds(2));
        using var stop = new CancellationTokenSource();
        var hang = engine.ReadAsync(Request("hang"), stop.Token);
        var later = new List<Task<EngineReading>>();
        for (var i = 0; i < 100 && _notices.Count("no progress") == 0; i++)
        {
            later.Add(ReadAsync(engine, $"{i}"));
            await Task.Delay(100);
        }

        Assert.True(_notices.Count("no progress") > 0, "Nobody saw that it hangs.");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hang);
        await Task.WhenAll(later);
    }

    [ValidatorFact]
    public async Task Giving_up_on_the_suspect_lets_the_others_go_on()
    {
        await using var engine = await StartAsync();
        using var giveUp = new CancellationTokenSource();
        var suspect = engine.ReadAsync(Request("wait"), giveUp.Token);
        var other = ReadAsync(engine, "slow");
        using (var child = System.Diagnostics.Process.GetProcessById(engine.ProcessId))
        {
            child.Kill();
        }

        await WaitAsync(() => _notices.Count("runs again") == 1);
        Assert.False(other.IsCompleted);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => suspect);
        await other;
    }

    [ValidatorFact]
    public async Task Stopping_while_a_child_restarts_leaves_no_process_and_nobody_waiting()
    {
        for (var delay = 0; delay < 400; delay += 80)
        {
            var engine = await StartAsync();
            var read = ReadAsync(engine, "wait");
            using (var child = System.Diagnostics.Process.GetProcessById(engine.ProcessId))
            {
                child.Kill();
            }

            await Task.Delay(delay);
            await engine.DisposeAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            // A process that was killed takes a moment to be gone.
            await WaitAsync(() => !Directory.EnumerateDirectories("/proc").Any(IsOurChild));
        }
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_named()
    {
        var options = Options(TimeSpan.FromSeconds(5)) with { Command = [Path.Combine(_folder, "absent")] };

        var error = await Assert.ThrowsAsync<EngineSetupException>(() => SupervisedEngine.StartAsync(options, _notices, CancellationToken.None));

        Assert.Contains("absent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_ends_at_once_says_why()
    {
        var options = Options(TimeSpan.FromSeconds(5)) with { Command = ["/bin/sh", "-c", "echo no such model >&2; exit 7"] };

        var error = await Assert.ThrowsAsync<EngineSetupException>(() => SupervisedEngine.StartAsync(options, _notices, CancellationToken.None));

        Assert.Contains("exit code 7", error.Message, StringComparison.Ordinal);
        Assert.Contains("no such model", error.Message, StringComparison.Ordinal);
    }

    [ValidatorFact]
    public async Task A_child_that_cannot_be_started_again_is_told_to_all_who_wait()
    {
        var script = Path.Combine(_folder, "child.mjs");
        File.Copy(Script, script);
        await using var engine = await SupervisedEngine.StartAsync(Options(TimeSpan.FromSeconds(30)) with { Command = ["node", script], StartAttempts = 2 }, _notices, CancellationToken.None);
        File.Delete(script);

        var reads = new[] { ReadAsync(engine, "crash"), ReadAsync(engine, "wait") };

        foreach (var read in reads)
        {
            await Assert.ThrowsAsync<EngineSetupException>(() => read);
        }

        await Assert.ThrowsAsync<EngineSetupException>(() => ReadAsync(engine, "later"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Script => Path.Combine(Installation.Repository, "tests", "Inference.Tests", "Supervision", "fake-child.mjs");

    private static EngineRequest Request(string text) => new([new EngineSentence(text, [])], []);

    private static Task<EngineReading> ReadAsync(SupervisedEngine engine, string text) => engine.ReadAsync(Request(text), CancellationToken.None).WaitAsync(Patience);

    private Task<SupervisedEngine> StartAsync(TimeSpan? stallLimit = null) =>
        SupervisedEngine.StartAsync(Options(stallLimit ?? TimeSpan.FromSeconds(30)), _notices, CancellationToken.None);

    private EngineChildOptions Options(TimeSpan stallLimit) => new() { Command = ["node", Script], RunFolder = _folder, Settings = LoadedModel.Settings, StallLimit = stallLimit };

    private bool IsOurChild(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(_folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private sealed class Notices : IProgress<EngineNotice>
    {
        private readonly List<string> _messages = [];

        public void Report(EngineNotice value)
        {
            lock (_messages)
            {
                _messages.Add(value.Message);
            }
        }

        public int Count(string text)
        {
            lock (_messages)
            {
                return _messages.Count(m => m.Contains(text, StringComparison.Ordinal));
            }
        }
    }
}
