using System.Globalization;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>A point of the sweep over llama-server's settings.</summary>
/// <param name="Slots"><c>-np</c>.</param>
/// <param name="Unified"><c>-kvu</c>: one KV cache for all slots.</param>
/// <param name="MicroBatch"><c>-ub</c>.</param>
internal sealed record ServerSetting(int Slots, bool Unified, int MicroBatch)
{
    // What a passage, its instructions and its answer may take.
    private const int SlotTokens = 2560;

    /// <summary>One slot is what naive has.</summary>
    public static IReadOnlyList<ServerSetting> Sweep { get; } =
    [
        new(2, false, 512), new(4, false, 512), new(8, false, 512), new(4, true, 512), new(8, true, 512), new(4, true, 256),
    ];

    public IEnumerable<string> Arguments(int threads) =>
    [
        "-np", Text(Slots), "-c", Text(Slots * SlotTokens), "-b", Text(Math.Max(512, MicroBatch)), "-ub", Text(MicroBatch), "-t", Text(threads), "-tb", Text(threads), "-fa", "on",
        Unified ? "-kvu" : "-no-kvu",
    ];

    public override string ToString() => FormattableString.Invariant($"llama-server -np {Slots}{(Unified ? " -kvu" : "")} -ub {MicroBatch}");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
