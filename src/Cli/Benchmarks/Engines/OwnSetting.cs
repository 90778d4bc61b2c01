using Pipeline.Cli.Engine;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The own engine in one style and shape.</summary>
internal sealed record OwnSetting(EngineStyle Style, int Lanes, int Threads, int Slots)
{
    /// <summary>Shapes for answers that are written out: there a step of several passages may pay.</summary>
    public static IReadOnlyList<OwnSetting> Sweep(int cores) =>
    [
        new(EngineStyle.Described, cores, 1, 1), new(EngineStyle.Described, cores, 1, 2), new(EngineStyle.Described, cores, 1, 4), new(EngineStyle.Described, 1, cores, 4),
    ];

    public async Task<RunningContender> StartAsync(string root, string model, int passageTokens, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        var folder = RunFolder.Create();
        var settings = new EngineSettings
        {
            Libraries = InstallRoot.Libraries(root),
            Model = model,
            Style = Style,
            Lanes = Lanes,
            ThreadsPerLane = Threads,
            Slots = Slots,
            PassageTokens = passageTokens,
        };
        var options = new EngineChildOptions { Command = OwnExecutable.Command("engine"), RunFolder = folder.FullName, Settings = settings };
        var engine = await SupervisedEngine.StartAsync(options, notices, cancellationToken);
        return new RunningContender(engine, engine, new Folder(folder));
    }

    public override string ToString() => FormattableString.Invariant($"ours, {Style.ToString().ToLowerInvariant()}, {Lanes} lanes x {Threads} threads x {Slots} slots");

    private sealed class Folder(RunFolder folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
