using System.CommandLine;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Operations;

/// <summary><c>pipeline health</c>: asks a service of this machine how it is; for probes in containers that hold no other HTTP client.</summary>
internal static class HealthCommand
{
    private const string Description = """
        Ask a running service whether it is ready: exit code 0 when it is, 1 with its reasons when it is not.
        Examples:
          pipeline health
          pipeline health http://127.0.0.1:8081/health/live
        """;

    // Shorter than the time-outs of the probes in compose.yaml and deploy/: a service that hangs should be told from a probe that was killed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var address = new Argument<Uri>("ADDRESS") { Description = "Default: http://127.0.0.1:PORT/health/ready, with the port of Pipeline:Web:Address.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("health", Description) { address };
        command.SetAction((parsed, cancellationToken) => AskAsync(parsed.GetValue(address) ?? OwnAddress(), cancellationToken));
        return command;
    }

    private static Uri OwnAddress()
    {
        var configured = PipelineConfiguration.Load(InstallRoot.Find()).WebAddress;
        var port = Uri.TryCreate(configured, UriKind.Absolute, out var own) ? own.Port : 8080;
        return new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", port, "/health/ready").Uri;
    }

    private static async Task<int> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken);
            await Console.Out.WriteLineAsync((await answer.Content.ReadAsStringAsync(cancellationToken)).Trim());
            return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Fault;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {e.Message}");
            return ExitCode.Fault;
        }
    }
}
