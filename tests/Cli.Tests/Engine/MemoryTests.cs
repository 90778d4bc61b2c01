using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;
using Pipeline.Inference;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>A child that may not have the memory that it asks for (prlimit --data): llama.cpp's own allocations fail.</summary>
[Collection(RunGroup.Name)]
public sealed class MemoryTests : IDisposable
{
    // 22 KB of cache a token of the default model: 64 slots take 709 MiB, 32 of them 360, and 32 of half the size 240.
    private static readonly EngineSettings Large = ChildSetup.Settings with { Lanes = 1, Slots = 64, StepTokens = 512 };

    private readonly string _folder = Directory.CreateTempSubdirectory("pm-").FullName;
    private readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsProgramFact("prlimit")]
    public async Task Too_little_memory_for_all_slots_is_enough_for_half_of_them()
    {
        await using var engine = await StartAsync(await SmallChildAsync() + (520L << 20));

        Assert.Equal(1, _notices.Count("Trying with less"));
        Assert.Contains("not enough memory for a context", _notices.Text, StringComparison.Ordinal);
        Assert.Contains("lanes 1, slots 32", _notices.Text, StringComparison.Ordinal);
        Assert.NotEmpty((await engine.ReadAsync(ChildSetup.Documents(1)[0], CancellationToken.None)).Findings);
    }

    [NeedsProgramFact("prlimit")]
    public async Task Too_little_for_half_the_context_is_said_with_what_to_do()
    {
        var limit = await SmallChildAsync() + (50L << 20);

        var error = await Assert.ThrowsAsync<EngineSetupException>(() => StartAsync(limit));

        Assert.Equal(2, _notices.Count("Trying with less"));
        Assert.Contains("half the slots and half the context", error.Message, StringComparison.Ordinal);
        Assert.Contains("--slots", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Private memory of a child with one slot on this machine, in bytes: what the runtime takes differs from machine to machine.</summary>
    private async Task<long> SmallChildAsync()
    {
        await using var engine = await SupervisedEngine.StartAsync(ChildSetup.Options(_folder) with { Settings = Large with { Slots = 1 } }, _notices, CancellationToken.None);
        var line = File.ReadLines(FormattableString.Invariant($"/proc/{engine.ProcessId}/status")).Single(l => l.StartsWith("VmData:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    // Not --as: the runtime reserves 256 GB of addresses.
    private Task<SupervisedEngine> StartAsync(long bytes) => SupervisedEngine.StartAsync(
        ChildSetup.Options(_folder) with { Command = ["prlimit", FormattableString.Invariant($"--data={bytes}"), "dotnet", ChildSetup.Program, "engine"], Settings = Large },
        _notices,
        CancellationToken.None);
}
