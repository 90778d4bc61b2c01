using System.Net;
using System.Net.Sockets;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;

namespace Pipeline.Cli.Tests.Serve;

public sealed class ServeRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_without_a_database_says_what_to_set()
    {
        using var serve = await ServeAsync([]);

        Assert.Equal(1, serve.ExitCode);
        Assert.Contains("ConnectionStrings__Postgres", serve.Errors, StringComparison.Ordinal);
        Assert.Contains("pipeline up", serve.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_with_an_unknown_role_names_those_that_there_are()
    {
        using var serve = await ServeAsync([], "--roles", "reader");

        Assert.Equal(1, serve.ExitCode);
        Assert.Contains("There is no role reader. The roles are ingest, read", serve.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_waits_for_a_database_that_is_away_and_ends_when_asked()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var serve = PipelineProcess.Start(
            new Dictionary<string, string?> { ["ConnectionStrings__Postgres"] = $"Host=127.0.0.1;Port={port};Username=u;Password=a-secret-word;Database=d", ["Pipeline__Web__Address"] = "http://127.0.0.1:0" },
            "serve", "--data", _folder.FullName, "--roles", "ingest,sweep");
        await Until.TrueAsync(() => serve.Output.Contains("The database cannot be used yet", StringComparison.Ordinal), TimeSpan.FromMinutes(1), () => serve.Output + serve.Errors);
        Assert.False(serve.HasExited);
        Assert.DoesNotContain("a-secret-word", serve.Output + serve.Errors, StringComparison.Ordinal);

        serve.PressControlC();
        await serve.WaitAsync();

        Assert.Equal(130, serve.ExitCode);
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("replay", "--failed", "0198c2f4-0000-7000-8000-000000000000")]
    [InlineData("replay", "--code", "encrypted", "0198c2f4-0000-7000-8000-000000000000")]
    public async Task Replay_wants_documents_or_all_that_failed(params string[] arguments)
    {
        using var replay = await PipelineProcess.RunAsync(arguments);

        Assert.Equal(2, replay.ExitCode);
        Assert.Contains("--failed", replay.Errors, StringComparison.Ordinal);
    }

    private async Task<PipelineProcess> ServeAsync(Dictionary<string, string?> environment, params string[] arguments)
    {
        var process = PipelineProcess.Start(environment, ["serve", "--data", _folder.FullName, .. arguments]);
        await process.WaitAsync(TimeSpan.FromMinutes(2));
        return process;
    }
}
