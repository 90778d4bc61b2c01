using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Inference.Backends;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Engine;

/// <summary>Chooses the backend and starts a child on each of its devices.</summary>
internal sealed class EngineStart(string root, EngineOptions options, string sockets, EngineTuning tuning)
{
    /// <param name="asked">Null leaves the choice.</param>
    /// <param name="thorough">Look for GPUs even where no device file tells of one.</param>
    /// <exception cref="EngineSetupException">What is asked for cannot be.</exception>
    public static async Task<BackendChoice> ChooseAsync(string root, EngineBackend? asked, bool thorough, CancellationToken cancellationToken)
    {
        var facts = asked == EngineBackend.Cpu ? GpuFacts.NoDevice : await GpuProbe.LookAsync(thorough || asked is not null, cancellationToken);
        return BackendSelection.Choose(facts, InstalledBackends.Find(root, InstallRoot.Libraries(root)), asked);
    }

    /// <param name="settings">Everything but the sizes, which follow from the backend.</param>
    /// <param name="stepSeconds">What a full step is expected to take, by those sizes.</param>
    /// <exception cref="EngineSetupException">No child can be started.</exception>
    public async Task<(EngineFleet Engine, EngineSizes Sizes)> StartAsync(
        EngineSettings settings, Func<EngineSizes, double> stepSeconds, IProgress<string> steps, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        var choice = await ChooseAsync(root, options.Asked, thorough: false, cancellationToken);
        try
        {
            return await StartAsync(choice, Child, steps, notices, cancellationToken);
        }
        catch (EngineSetupException e) when (options.Asked is null && choice.Backend != EngineBackend.Cpu && !cancellationToken.IsCancellationRequested)
        {
            notices.Report(new EngineNotice($"{BackendSelection.Name(choice.Backend)} does not start ({e.Message}). Reading on the processor instead."));
            return await StartAsync(new BackendChoice(EngineBackend.Cpu, null, [], "", null), Child, steps, notices, cancellationToken);
        }

        EngineChildOptions Child(EngineSizes sizes, EnginePlacement placement) => new()
        {
            Command = OwnExecutable.Command("engine"),
            RunFolder = sockets,
            Settings = settings with
            {
                Placement = placement,
                Lanes = sizes.Lanes,
                ThreadsPerLane = sizes.ThreadsPerLane,
                Slots = sizes.Slots,
                StepTokens = sizes.StepTokens,
            },
            ExpectedStep = TimeSpan.FromSeconds(stepSeconds(sizes)),
        };
    }

    private async Task<(EngineFleet Engine, EngineSizes Sizes)> StartAsync(
        BackendChoice choice, Func<EngineSizes, EnginePlacement, EngineChildOptions> child, IProgress<string> steps, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        var placements = choice.Placements(options.CompactCacheOn(choice.Backend));
        var sizes = options.Sizes(choice.Backend) with { Children = placements.Count };
        if (choice.Backend == EngineBackend.Cpu && options.Lanes is null && options.ThreadsPerLane is null)
        {
            sizes = await tuning.ApplyAsync(sizes, cancellationToken);
        }

        steps.Report(choice.Backend == EngineBackend.Cpu ? "Starting the model" : $"Starting the model on {BackendSelection.Name(choice.Backend)} ({choice.Reason})");
        return (await EngineFleet.StartAsync([.. placements.Select(placement => child(sizes, placement))], notices, cancellationToken), sizes);
    }
}
