using Pipeline.Domain.Costs;
using Pipeline.Domain.Schemas;
using Pipeline.Inference;
using Pipeline.Inference.OpenAi;
using Pipeline.Storage.Database;
using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Embedded;
using Pipeline.Storage.Migrations;
using Pipeline.Workers.Models;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Setup;

/// <summary>Turns what ends a command into a message and an exit code.</summary>
internal static class FailureReport
{
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (Explain(e) is { } message)
        {
            await Console.Error.WriteLineAsync("✗ " + message.Replace("\n", "\n  ", StringComparison.Ordinal));
            return ExitCode.Fault;
        }
#pragma warning disable CA1031 // The top of the process: an error of ours ends in one line and a code, its trace on request.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"✗ An error of ours: {e.GetType().Name}: {e.Message}");
            await Console.Error.WriteLineAsync(Environment.GetEnvironmentVariable("PIPELINE_TRACE") == "1"
                ? e.ToString()
                : "Please report it. With PIPELINE_TRACE=1 the same command shows where it happened.");
            return ExitCode.Fault;
        }
    }

    /// <summary>The message for people, where the cause is not in our code.</summary>
    public static string? Explain(Exception e) => e switch
    {
        OperatorException or DataFolderException or EmbeddedPostgresException or MigrationException or PriceListException
            or InvalidSchemaException or ModelCardException or EngineSetupException or EngineRefusalException or EndpointException or ToolUnavailableException => e.Message,
        _ when DatabaseOutage.Is(e) => $"The database cannot be used: {e.GetBaseException().Message}. Nothing is lost: when it is back, the same command goes on.",
        UnauthorizedAccessException => e.Message,
        IOException => $"{e.Message} Nothing is lost: when that is put right, the same command goes on.",
        _ => null,
    };
}
