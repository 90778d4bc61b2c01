namespace Pipeline.Cli.Serve;

internal sealed class EngineCheck(EngineHost engine) : IServiceCheck
{
    public Task<string?> ProblemAsync(CancellationToken cancellationToken) => Task.FromResult(engine.Trouble);
}
