using Microsoft.Extensions.Hosting;

namespace Pipeline.Cli.Serve;

/// <summary>Starts the stages last and stops them first, all at once: what they hand back still finds a relay and a database.</summary>
internal sealed class StageHost(IEnumerable<IStageRunner> runners) : IHostedService
{
    private readonly IStageRunner[] _runners = [.. runners];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var runner in _runners)
        {
            runner.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_runners.Select(runner => runner.StopAsync()));
}
