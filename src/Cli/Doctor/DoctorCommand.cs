using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Doctor;

/// <summary><c>pipeline doctor</c>: what is missing, and how to get it.</summary>
internal static class DoctorCommand
{
    private const string Description = """
        Look at every part that reading needs, and say what is missing and how to get it. Exit code 1 where nothing can be read without it.
        With --invariants, look at the data instead: whether every document that was accepted is at its end or on its way there, whatever was
        killed. Reads only, also beside a service that works. Exit code 1 where anything is broken.
        Examples:
          pipeline doctor
          pipeline doctor --invariants
          pipeline doctor --json --data /srv/contracts
        """;

    internal static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Command Create()
    {
        var data = RunCommand.DataOption();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var invariants = new Option<bool>("--invariants") { Description = "Check the data in place of the installation." };
        var command = new Command("doctor", Description) { data, json, invariants };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = RunCommand.ChosenDataFolder(parsed.GetValue(data));
            return parsed.GetValue(invariants)
                ? InvariantExamination.RunAsync(folder, parsed.GetValue(json), cancellationToken)
                : ExamineAsync(folder, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ExamineAsync(string dataFolder, bool json, CancellationToken cancellationToken)
    {
        var root = InstallRoot.Find();
        var configuration = PipelineConfiguration.Load(root);
        List<Finding> findings =
        [
            .. await EngineChecks.RunAsync(root, configuration, cancellationToken),
            .. await EndpointChecks.RunAsync(root, configuration, cancellationToken),
            .. StorageChecks.Run(root, configuration, dataFolder),
            .. await ReadingChecks.RunAsync(configuration, cancellationToken),
            .. await InstallationChecks.RunAsync(root, cancellationToken),
        ];
        var well = findings.All(finding => finding.Health != Health.Missing);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { Well = well, Parts = findings }, Json));
        }
        else
        {
            findings.ForEach(Say);
            Console.WriteLine(well ? "\nContracts can be read here." : "\n✗ Contracts cannot be read here yet: see what is missing.");
        }

        return well ? ExitCode.Done : ExitCode.Fault;
    }

    private static void Say(Finding finding)
    {
        var health = finding.Health switch
        {
            Health.Ok => "ok",
            Health.Note => "note",
            Health.Missing => "missing",
        };
        Console.WriteLine($"{health,-8} {finding.Part,-20} {finding.Says}");
    }
}
