using System.CommandLine;
using System.Globalization;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Reading;

namespace Pipeline.Cli.Serve;

/// <summary><c>pipeline replay</c>: another try for documents that failed.</summary>
internal static class ReplayCommand
{
    private const string Description = """
        Send documents through again that failed, once what they failed on is put right. The running service reads them.
        Examples:
          pipeline replay 0198c2f4-…
          pipeline replay --failed --code no_text
        """;

    public static Command Create()
    {
        var ids = new Argument<Guid[]>("ID") { Arity = ArgumentArity.ZeroOrMore, Description = "Documents, as results and the API name them." };
        var failed = new Option<bool>("--failed") { Description = "All that failed." };
        var code = new Option<string?>("--code") { Description = "With --failed: only those with this failure code." };
        var data = RunCommand.DataOption();
        var command = new Command("replay", Description) { ids, failed, code, data };
        command.Validators.Add(result =>
        {
            if (result.GetValue(failed) == (result.GetValue(ids)?.Length > 0) || (result.GetValue(code) is not null && !result.GetValue(failed)))
            {
                result.AddError("Name documents, or all of them by --failed (with --code if need be).");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Path.GetFullPath(RunCommand.ChosenDataFolder(parsed.GetValue(data))), parsed.GetValue(ids) ?? [], parsed.GetValue(code), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string dataFolder, Guid[] ids, string? code, CancellationToken cancellationToken)
    {
        await using var database = ServiceTarget.Find(dataFolder).Open(dataFolder);
        var documents = ids.Length > 0 ? [.. ids.Select(id => new DocumentId(id))] : await new DocumentOverview(database).FailedAsync(code, cancellationToken);
        var reader = ContractReader.LayoutVersionOf(PipelineConfiguration.Load(InstallRoot.Find()).Reading());
        var replayed = 0;
        foreach (var document in documents)
        {
            replayed += await ReplayAsync(database, document, reader, cancellationToken) ? 1 : 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{replayed} document{(replayed == 1 ? "" : "s")} sent through again."));
        return replayed == documents.Count ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private static async Task<bool> ReplayAsync(PipelineDatabase database, DocumentId document, string reader, CancellationToken cancellationToken)
    {
        try
        {
            await new DocumentIntake(database).ReopenAsync(document, ReopenReason.RetryFailed, reader, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or IllegalTransitionException)
        {
            await Console.Error.WriteLineAsync($"✗ {document}: {(e is ArgumentException ? "there is no such document." : e.Message)}");
            return false;
        }
    }
}
