using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Tests.Run;

/// <summary>One run over all samples, as the first command of somebody who has just cloned the repository.</summary>
public sealed class SampleRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public int ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    public IReadOnlyList<DocumentResult> Results { get; private set; } = [];

    public DocumentResult this[string name] => Results.Single(result => result.Document == name);

    public async Task InitializeAsync()
    {
        using var run = await PipelineProcess.RunAsync(
            "run", Checkout.PathOf("samples/contracts"), Checkout.PathOf("samples/trouble"), "--out", Path.Combine(_folder.FullName, "out"), "--data", Path.Combine(_folder.FullName, "data"));
        (ExitCode, Output, Errors) = (run.ExitCode, run.Output, run.Errors);
        Results = RunFixture.ReadResults(Path.Combine(_folder.FullName, "out"));
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
