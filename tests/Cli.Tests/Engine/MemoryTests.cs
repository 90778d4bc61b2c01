using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;
using Pipeline.Inference;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>A child that may not have the memory that it asks for (prlimit --as): llama.cpp's own allocations fail.</summary>
[Collection(RunGroup.Name)]
public sealed class MemoryTests : IDisposable
{
    // 23 KB of cache a token: 64 slots of 464 tokens take 680 MB, half of them 340.
    private static readonly EngineSettings Large = ChildSetup.Settings with { Lanes = 1, Slots = 64, StepTokens = 512 };

    private readonly string _folder = Directory.CreateTempSubdirectory("pm-").FullName;
    private readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsProgramFact("prlimit")]
    public async Task Too_little_memory_for_all_slots_is_enough_for_half_of_them()
    {
        await using var engine = await StartAsync(EnoughForHalf);

        Assert.Equal(1, _notices.Count("Trying with less: lanes 1, slots 32"));
        Assert.Contains("not enough memory for a context", _notices.Text, StringComparison.Ordinal);
        Assert.NotEmpty((await engine.ReadAsync(ChildSetup.Documents(1)[0], CancellationToken.None)).Findings);
    }

    [NeedsProgramFact("prlimit")]
    public async Task Too_little_for_half_the_context_is_said_with_what_to_do()
    {
        var error = await Assert.ThrowsAsync<EngineSetupException>(() => StartAsync(EnoughForWeights));

        Assert.Equal(2, _notices.Count("Trying with less"));
        Assert.Contains("half the slots and half the context", error.Message, StringComparison.Ordinal);
        Assert.Contains("--slots", error.Message, StringComparison.Ordinal);
    }

    [NeedsProgramFact("prlimit")]
    public async Task Too_little_for_the_weights_is_said_at_once()
    {
        var error = await Assert.ThrowsAsync<EngineSetupException>(() => StartAsync(TooLittleForWeights));

        Assert.Equal(0, _notices.Count("Trying with less"));
        Assert.Contains("not enough memory for the weights", error.Message, StringComparison.Ordinal);
    }

    // Found by trial, with wide margins: the runtime takes about 1 GB of addresses with this cap on its heap, the weights 110 MB.
    private const long EnoughForHalf = 1900L << 20;
    private const long EnoughForWeights = 1300L << 20;
    private const long TooLittleForWeights = 1000L << 20;

    private Task<SupervisedEngine> StartAsync(long bytes) => SupervisedEngine.StartAsync(
        ChildSetup.Options(_folder) with
        {
            Command = ["prlimit", FormattableString.Invariant($"--as={bytes}"), "dotnet", ChildSetup.Program, "engine"],
            // Without a cap the runtime reserves 256 GB of addresses and does not start at all.
            Settings = Large with { Placement = EnginePlacement.Processor with { Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x4000000" } } },
        },
        _notices,
        CancellationToken.None);
}
