using System.CommandLine;
using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Inference.Backends;

namespace Pipeline.Cli.Engine;

/// <summary><c>pipeline examine-gpu</c>: the child that loads the machine's GPU libraries to see what is there. Not for people.</summary>
internal static class ExamineGpuCommand
{
    public const string Verb = "examine-gpu";

    public static Command Create()
    {
        var command = new Command(Verb, "The process that looks for GPUs; started by the others.") { Hidden = true };
        command.SetAction(_ =>
        {
            Console.WriteLine(JsonSerializer.Serialize(GpuExamination.Examine(), GpuFactsJson.Default.GpuFacts));
            return ExitCode.Done;
        });
        return command;
    }
}
