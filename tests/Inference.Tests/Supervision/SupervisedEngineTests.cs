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
        Assert.Equal([EngineDeath.Killed, EngineDeath.Killed, EngineDeath.Killed], _notices.Deaths);
        Assert.Equal(_notices.Deaths, _notices.Restarts);
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
        Assert.Equal(EngineDeath.Hung, _notices.Deaths[0]);
        Assert.Equal(_notices.Deaths, _notices.Restarts);
    }

    [ValidatorFact]
    public async Task A_child_that_exits_is_told_from_one_that_was_killed()
    {
        await using var engine = await StartAsync();

        await Assert.ThrowsAsync<EngineCrashException>(() => ReadAsync(engine, "exit"));
        await ReadAsync(engine, "and on it goes");
        var exits = _notices.Deaths;
        Kill(engine);
        await WaitAsync(() => _notices.Restarts.Count > exits.Count);

        Assert.NotEmpty(exits);
        Assert.All(exits, death => Assert.Equal(EngineDeath.Exited, death));
        Assert.Equal([.. exits, EngineDeath.Killed], _notices.Deaths);
        Assert.Equal(_notices.Deaths, _notices.Restarts);
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

    [ValidatorFact]
    public async Task A_child_that_dies_right_after_it_is_ready_is_started_with_growing_pauses_until_it_lives()
    {
        var stillborn = Path.Combine(_folder, "stillborn");
        await using var engine = await StartWithAsync("--stillborn", stillborn, attempts: 8);
        await ReadAsync(engine, "before");
        File.Create(stillborn).Dispose();
        Kill(engine);

        // Pauses of 0, 0, 0.5 and 1 s: without them it would have died dozens of times by then.
        await Task.Delay(2500);
        Assert.InRange(_notices.Count("died"), 3, 6);
        File.Delete(stillborn);

        await ReadAsync(engine, "a");
        await ReadAsync(engine, "b");
    }

    [ValidatorFact]
    public async Task A_child_that_never_lives_long_enough_to_read_is_given_up()
    {
        var stillborn = Path.Combine(_folder, "stillborn");
        await using var engine = await StartWithAsync("--stillborn", stillborn, attempts: 2);
        File.Create(stillborn).Dispose();
        Kill(engine);

        await WaitAsync(() => _notices.Count("died") >= 3);

        var error = await Assert.ThrowsAsync<EngineSetupException>(() => ReadAsync(engine, "a"));
        Assert.Contains("dies on any text", error.Message, StringComparison.Ordinal);
    }

    [ValidatorFact]
    public async Task A_child_that_dies_on_everything_parks_nobody()
    {
        var allergic = Path.Combine(_folder, "allergic");
        await using var engine = await StartWithAsync("--allergic", allergic, attempts: 3);
        await ReadAsync(engine, "before");
        File.Create(allergic).Dispose();

        var reads = Enumerable.Range(0, 5).Select(i => ReadAsync(engine, $"{i}")).ToArray();

        foreach (var read in reads)
        {
            var error = await Assert.ThrowsAsync<EngineSetupException>(() => read);
            Assert.Contains("dies on any text", error.Message, StringComparison.Ordinal);
        }
    }

    [ValidatorFact]
    public async Task A_refusal_says_why_and_hurts_nobody()
    {
        await using var engine = await StartAsync();
        var beside = ReadAsync(engine, "a");

        var refusal = await Assert.ThrowsAsync<EngineRefusalException>(() => ReadAsync(engine, "refuse"));
        var failure = await Assert.ThrowsAsync<EngineCrashException>(() => ReadAsync(engine, "fail"));

        Assert.Equal("The field names take 600 tokens.", refusal.Message);
        Assert.Equal("Reading the document failed (KeyNotFoundException).", failure.Message);
        await beside;
        Assert.Equal(0, _notices.Count("died"));
    }

    [ValidatorFact]
    public async Task Two_children_share_the_documents_and_when_one_is_given_up_the_other_reads_them_all()
    {
        var allergic = Path.Combine(_folder, "allergic");
        await using var fleet = await EngineFleet.StartAsync(
            [Options(TimeSpan.FromSeconds(30)) with { Command = ["node", Script, "--allergic", allergic], StartAttempts = 2 }, Options(TimeSpan.FromSeconds(30))], _notices, CancellationToken.None);
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => fleet.ReadAsync(Request($"{i}"), CancellationToken.None).WaitAsync(Patience)));
        Assert.Equal(fleet.ProcessIds.Order(), both.Select(r => (int)r.SentenceProbabilities[0]).Distinct().Order());
        var survivor = fleet.ProcessIds[1];
        File.Create(allergic).Dispose();

        var rest = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => fleet.ReadAsync(Request($"{i}"), CancellationToken.None).WaitAsync(Patience)));

        Assert.All(rest, r => Assert.Equal(survivor, (int)r.SentenceProbabilities[0]));
        Assert.Equal(2, fleet.Statistics.Lanes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Script => Path.Combine(Installation.Repository, "tests", "Inference.Tests", "Supervision", "fake-child.mjs");

    private static EngineRequest Request(string text) => new([new EngineSentence(text, [])], []);

    private static Task<EngineReading> ReadAsync(SupervisedEngine engine, string text) => engine.ReadAsync(Request(text), CancellationToken.None).WaitAsync(Patience);

    private Task<SupervisedEngine> StartAsync(TimeSpan? stallLimit = null) =>
        SupervisedEngine.StartAsync(Options(stallLimit ?? TimeSpan.FromSeconds(30)), _notices, CancellationToken.None);

    private Task<SupervisedEngine> StartWithAsync(string flag, string file, int attempts) =>
        SupervisedEngine.StartAsync(Options(TimeSpan.FromSeconds(30)) with { Command = ["node", Script, flag, file], StartAttempts = attempts }, _notices, CancellationToken.None);

    private static void Kill(SupervisedEngine engine)
    {
        using var child = System.Diagnostics.Process.GetProcessById(engine.ProcessId);
        child.Kill();
    }

    private EngineChildOptions Options(TimeSpan stallLimit) => new() { Command = ["node", Script], RunFolder = _folder, Settings = LoadedModel.Settings, StallFloor = stallLimit, ExpectedStep = TimeSpan.Zero };

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
        private readonly List<EngineNotice> _messages = [];

        public List<EngineDeath> Deaths => Of(notice => notice.Death);

        public List<EngineDeath> Restarts => Of(notice => notice.RestartedAfter);

        public void Report(EngineNotice value)
        {
            lock (_messages)
            {
                _messages.Add(value);
            }
        }

        public int Count(string text)
        {
            lock (_messages)
            {
                return _messages.Count(m => m.Message.Contains(text, StringComparison.Ordinal));
            }
        }

        private List<EngineDeath> Of(Func<EngineNotice, EngineDeath?> what)
        {
            lock (_messages)
            {
                return [.. _messages.Select(what).OfType<EngineDeath>()];
            }
        }
    }
}
