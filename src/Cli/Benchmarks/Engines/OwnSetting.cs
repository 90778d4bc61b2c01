using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Inference.Decoding;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The own engine in one style and shape.</summary>
internal sealed record OwnSetting(EngineStyle Style, int Lanes, int Threads, int Slots)
{
    /// <summary>Shapes for answers that are written out: there a step of several passages may pay.</summary>
    public static IReadOnlyList<OwnSetting> Sweep(int cores) =>
    [
        new(EngineStyle.Described, cores, 1, 1), new(EngineStyle.Described, cores, 1, 2), new(EngineStyle.Described, cores, 1, 4), new(EngineStyle.Described, 1, cores, 4),
    ];

    /// <summary>Documents that keep it busy to the end of a long one.</summary>
    public int DocumentsAtOnce => Math.Max(2, 3 * Lanes * Slots);

    public InProcessEngine Start(string root, string model, int passageTokens)
    {
        var limits = new DecodingLimits();
        return new InProcessEngine(new EngineSettings
        {
            Libraries = InstallRoot.Libraries(root),
            Model = model,
            Style = Style,
            Lanes = Lanes,
            ThreadsPerLane = Threads,
            Slots = Slots,
            PassageTokens = passageTokens,
            Limits = Style == EngineStyle.Inline ? limits : limits with { FindingsPerAnswer = ContestOptions.FindingsPerAnswer, ReadsCappedAgain = false },
        });
    }

    public override string ToString() => FormattableString.Invariant($"ours, {Style.ToString().ToLowerInvariant()}, {Lanes} x {Threads} threads, {Slots} {(Slots == 1 ? "slot" : "slots")}");
}
