using Pipeline.Cli.Engine;
using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Supervision;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Run;

/// <summary>Starts the engine that a plan reads with: the own one in child processes, or an endpoint.</summary>
internal sealed class PlanEngine(RunPlan plan, EngineOptions options, string dataFolder) : IEngineOpening
{
    /// <exception cref="EngineSetupException">The own engine cannot start.</exception>
    /// <exception cref="EndpointException">The endpoint cannot be used.</exception>
    public async Task<RunningEngine> StartAsync(IProgress<string> steps, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        if (plan.Endpoint is { } chosen)
        {
            notices.Report(new EngineNotice(chosen.Notice()));
            var endpoint = await OpenAiEngine.StartAsync(chosen.Options, notices, cancellationToken);
            // It takes passages of several documents at a time, and there are documents of a single one.
            return new RunningEngine(endpoint, [endpoint], Math.Min(64, 2 * chosen.Options.Slots), null);
        }

#pragma warning disable CA2000 // The running engine removes it.
        var folder = RunFolder.Create();
#pragma warning restore CA2000
        try
        {
            var (engine, sizes) = await StartOwnAsync(folder.FullName, steps, notices, cancellationToken);
            return plan.Escalation is { } escalation
                ? await WithSecondAsync(engine, escalation, sizes, folder, notices, cancellationToken)
                : new RunningEngine(engine, [engine], sizes.DocumentsAtOnce, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static async Task<RunningEngine> WithSecondAsync(EngineFleet own, EscalationPlan escalation, EngineSizes sizes, RunFolder folder, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        try
        {
            notices.Report(new EngineNotice(escalation.Notice()));
            var endpoint = await OpenAiEngine.StartAsync(escalation.Endpoint.Options, notices, cancellationToken);
            return new RunningEngine(new SecondOpinion(own, endpoint, escalation.Band), [endpoint, own], sizes.DocumentsAtOnce, folder);
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    private async Task<(EngineFleet Engine, EngineSizes Sizes)> StartOwnAsync(string sockets, IProgress<string> steps, IProgress<EngineNotice> notices, CancellationToken cancellationToken)
    {
        var settings = new EngineSettings
        {
            Libraries = InstallRoot.Libraries(plan.Root),
            Model = plan.ModelFile,
            Style = plan.Card.ReadingStyle,
            PassageTokens = plan.Card.PassageTokens,
            Limits = new DecodingLimits(plan.Card.BranchThreshold, plan.Card.ExploreThreshold, plan.Card.PossibleMissThreshold),
        };
        try
        {
            var tuning = new EngineTuning(dataFolder, InstallRoot.Libraries(plan.Root), plan.Card, plan.ModelFile, steps);
            return await new EngineStart(plan.Root, options, sockets, tuning).StartAsync(settings, StepSeconds, steps, new EngineNotices(notices, cancellationToken), cancellationToken);
        }
        catch (EngineSetupException) when (cancellationToken.IsCancellationRequested)
        {
            // The signal reached the child too, before it had learnt to leave it to us.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Seconds of a full step until one was measured: a 7B model of 4 GB takes about 40 for 512 tokens on two cores.</summary>
    private double StepSeconds(EngineSizes sizes) =>
        Math.Max(1, 20 * (ModelCard.SizeOf(plan.ModelFile) / 1e9) * (sizes.StepTokens / 512.0) / sizes.ThreadsPerLane);
}
