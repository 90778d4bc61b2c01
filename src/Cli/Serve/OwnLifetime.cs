using Microsoft.Extensions.Hosting;

namespace Pipeline.Cli.Serve;

/// <summary>Signals are this program's own business: the first asks for an orderly stop, the second ends it.</summary>
internal sealed class OwnLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
