using Pipeline.Workers.Relay;

namespace Pipeline.Cli.Serve;

internal sealed class RelayCheck(OutboxRelay relay) : IServiceCheck
{
    public Task<string?> ProblemAsync(CancellationToken cancellationToken) =>
        Task.FromResult(relay.Outage is { } outage ? $"Messages cannot be published: {outage} They wait in the database." : null);
}
