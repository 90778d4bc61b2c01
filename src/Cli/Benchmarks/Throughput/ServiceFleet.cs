using System.Globalization;
using System.Net;
using Pipeline.Cli.Serve;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>The processes of the service: three with a broker between them, as in a cluster; one without.</summary>
internal sealed class ServiceFleet : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(3);

    private readonly List<ServiceProcess> _processes = [];

    private ServiceFleet()
    {
    }

    /// <summary>Which roles are in which process.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Layout(bool broker) => broker
        ? [[RoleNames.Ingest], [RoleNames.Read, RoleNames.Extract, RoleNames.Deliver], [RoleNames.Relay, RoleNames.Sweep]]
        : [RoleNames.All];

    /// <summary>Of the upload API.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IReadOnlyList<int> Processes => [.. _processes.Select(process => process.Id)];

    /// <summary>Returns when all are ready for work.</summary>
    /// <exception cref="OperatorException">One does not start.</exception>
    public static async Task<ServiceFleet> StartAsync(FleetSettings settings, bool notify, CancellationToken cancellationToken)
    {
        var fleet = new ServiceFleet();
        try
        {
            foreach (var roles in Layout(settings.Broker is not null))
            {
                fleet._processes.Add(ServiceProcess.Start(settings, roles, notify));
            }

            foreach (var process in fleet._processes)
            {
                var address = await process.AddressAsync(ReadyLimit, cancellationToken);
                await WaitUntilReadyAsync(process, new Uri(address, "/health/ready"), cancellationToken);
                fleet.Address = process.Roles.Contains(RoleNames.Ingest) ? address : fleet.Address;
            }

            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="OperatorException">A process died.</exception>
    public void ThrowIfEnded() => _processes.ForEach(process => process.ThrowIfEnded());

    public async ValueTask DisposeAsync() => await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));

    private static async Task WaitUntilReadyAsync(ServiceProcess process, Uri health, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadyLimit);
        using var client = new HttpClient();
        var said = "";
        try
        {
            while (true)
            {
                process.ThrowIfEnded();
                using var answer = await client.GetAsync(health, limit.Token);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }

                said = await answer.Content.ReadAsStringAsync(limit.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OperatorException(string.Create(CultureInfo.InvariantCulture, $"A process of the service was not ready within {ReadyLimit.TotalMinutes:0} minutes: {said}"));
        }
    }
}
