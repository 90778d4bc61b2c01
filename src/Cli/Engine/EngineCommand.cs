using System.CommandLine;
using System.Runtime.InteropServices;
using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Protocol;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Engine;

/// <summary><c>pipeline engine</c>: the child that runs the model. Not for people.</summary>
internal static class EngineCommand
{
    // The running step is let end, so that a GPU is left in order; what was read is lost in any case.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var socket = new Option<string>("--socket") { Required = true };
        var model = new Option<string>("--model") { Required = true };
        var libraries = new Option<string>("--libraries") { Required = true };
        var style = new Option<EngineStyle>("--style") { Required = true };
        var lanes = new Option<int>("--lanes") { Required = true };
        var threads = new Option<int>("--threads") { Required = true };
        var slots = new Option<int>("--slots") { Required = true };
        var stepTokens = new Option<int>("--step-tokens") { Required = true };
        var passageTokens = new Option<int>("--passage-tokens") { Required = true };
        var branch = new Option<double>("--branch") { Required = true };
        var explore = new Option<double>("--explore") { Required = true };
        var possibleMiss = new Option<double>("--possible-miss") { Required = true };
        var accelerator = new Option<string?>("--accelerator");
        var compactCache = new Option<bool>("--compact-cache");
        var command = new Command("engine", "The process that runs the model; started by the others.")
        {
            socket, model, libraries, accelerator, compactCache, style, lanes, threads, slots, stepTokens, passageTokens, branch, explore, possibleMiss,
        };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => ServeAsync(
            parsed.GetRequiredValue(socket),
            new EngineSettings
            {
                Libraries = parsed.GetRequiredValue(libraries),
                Model = parsed.GetRequiredValue(model),
                Placement = EnginePlacement.Processor with { Accelerator = parsed.GetValue(accelerator), CompactCache = parsed.GetValue(compactCache) },
                Style = parsed.GetRequiredValue(style),
                Lanes = parsed.GetRequiredValue(lanes),
                ThreadsPerLane = parsed.GetRequiredValue(threads),
                Slots = parsed.GetRequiredValue(slots),
                StepTokens = parsed.GetRequiredValue(stepTokens),
                PassageTokens = parsed.GetRequiredValue(passageTokens),
                Limits = new DecodingLimits(parsed.GetRequiredValue(branch), parsed.GetRequiredValue(explore), parsed.GetRequiredValue(possibleMiss)),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> ServeAsync(string socket, EngineSettings settings, CancellationToken cancellationToken)
    {
        EngineProcess.ForbidCoreDumps();
        EngineProcess.EndWithParent(Grace);
        // Ctrl-C, and a service manager's stop, reach the whole process group: the parent hands its documents back and then hangs up.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        await EngineServer.RunAsync(socket, settings, OnFault, cancellationToken);
        return ExitCode.Done;
    }

    private static void OnFault(Exception e)
    {
        Console.Error.WriteLine($"{e.GetType().Name}: {e.Message}");
        Environment.Exit(ExitCode.Fault);
    }
}
