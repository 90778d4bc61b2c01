using System.Globalization;
using System.Text.Json;
using Npgsql;
using Pipeline.Cli.Setup;
using Pipeline.Storage.Invariants;

namespace Pipeline.Cli.Doctor;

/// <summary><c>pipeline doctor --invariants</c>: whether the data is what it has to be, whatever was killed.</summary>
internal static class InvariantExamination
{
    public static async Task<int> RunAsync(string dataFolder, bool json, CancellationToken cancellationToken)
    {
        var root = InstallRoot.Find();
        var configuration = PipelineConfiguration.Load(root);
        var options = new InvariantOptions();
        options = options with { SweepSilence = configuration.SweepSilence ?? options.SweepSilence };
        await using var storage = await InspectedStorage.OpenAsync(Path.GetFullPath(dataFolder), root, configuration, cancellationToken);
        var findings = await CheckAsync(new InvariantChecks(storage.Database, storage.Blobs, options), cancellationToken);
        var well = findings.All(finding => finding.Holds);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { Well = well, Invariants = findings }, DoctorCommand.Json));
        }
        else
        {
            Say(findings);
        }

        return well ? ExitCode.Done : ExitCode.Fault;
    }

    private static async Task<IReadOnlyList<InvariantFinding>> CheckAsync(InvariantChecks checks, CancellationToken cancellationToken)
    {
        try
        {
            return await checks.RunAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            throw new OperatorException("The database was not made by this version of the pipeline, or nothing was ever read with it. Start a run or the service once: that brings it up to date.", e);
        }
    }

    private static void Say(IReadOnlyList<InvariantFinding> findings)
    {
        foreach (var finding in findings)
        {
            Console.WriteLine($"{(finding.Holds ? "ok" : "BROKEN"),-8} {finding.Name,-24} {finding.Statement}");
            if (!finding.Holds)
            {
                var more = finding.Violations > finding.Ids.Count ? ", …" : "";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-8} {"",-24} {finding.Violations} broken: {string.Join(", ", finding.Ids)}{more}"));
            }
        }

        var broken = findings.Count(finding => !finding.Holds);
        Console.WriteLine(broken == 0
            ? "\nAll holds."
            : string.Create(CultureInfo.InvariantCulture, $"\n✗ {broken} of {findings.Count} do not hold. Keep the database as it is: with the ids above, the history in stage_attempts says what happened."));
    }
}
