using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

/// <summary>Whether the broker answers, and has a consumer on each queue that this process should listen to.</summary>
internal sealed class QueueCheck(BrokerProbe probe, QueueEndpoints endpoints, QueueOptions options) : IServiceCheck
{
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            var depths = await probe.LookAsync(endpoints.Attached, cancellationToken);
            string[] deaf = [.. depths.Where(depth => depth.Value.Consumers == 0).Select(depth => depth.Key)];
            return deaf.Length == 0 ? null : $"Nobody listens to {string.Join(", ", deaf)}.";
        }
#pragma warning disable CA1031 // Whatever the broker's client throws is the answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"RabbitMQ at {options.Broker} cannot be used: {e.GetBaseException().Message} Messages wait in the database; it is tried again by itself.";
        }
    }
}
