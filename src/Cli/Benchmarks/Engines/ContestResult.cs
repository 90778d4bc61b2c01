namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>What all rounds gave.</summary>
/// <param name="Rounds">Each contender once a round, in the same order.</param>
/// <param name="Ceilings">llama-batched-bench's tokens a second, one a round.</param>
/// <param name="Sweep">The short looks by which settings were chosen.</param>
internal sealed record ContestResult(string Inline, string Gated, string Described, IReadOnlyList<string> Servers, string Naive, IReadOnlyList<IReadOnlyList<Round>> Rounds, IReadOnlyList<double> Ceilings, IReadOnlyList<Round> Sweep)
{
    public IReadOnlyList<string> Contenders => [Inline, Gated, Described, .. Servers, Naive];

    public Spread Speed(string contender) => Spread.Of(Rounds.Select(round => Of(round, contender).DocumentsPerMinute));

    public Spread Tokens(string contender) => Spread.Of(Rounds.Select(round => Of(round, contender).TokensPerSecond));

    /// <summary>llama-server in whichever of its settings was faster in that round.</summary>
    public Spread OverServer(string contender) => Spread.Of(Rounds.Select(round => Of(round, contender).DocumentsPerMinute / Servers.Max(server => Of(round, server).DocumentsPerMinute)));

    public Spread Over(string contender, string other) => Spread.Of(Rounds.Select(round => Of(round, contender).DocumentsPerMinute / Of(round, other).DocumentsPerMinute));

    public Spread OfCeiling(string contender) => Spread.Of(Rounds.Zip(Ceilings, (round, ceiling) => Of(round, contender).TokensPerSecond / ceiling));

    /// <summary>Shares of the busy time, one a round.</summary>
    public Spread Outside(string contender) => Spread.Of(Rounds.Select(round => 100 * (Of(round, contender).OutsideModel ?? 0)));

    public static Round Of(IReadOnlyList<Round> round, string contender) => round.First(r => r.Contender == contender);
}
