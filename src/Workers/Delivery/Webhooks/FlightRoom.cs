using Pipeline.Domain.Documents;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>How many sends are under way, in all, for a tenant, and to a host.</summary>
internal sealed class FlightRoom(WebhookOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<DueHost, int> _hosts = [];
    private readonly Dictionary<TenantId, int> _tenants = [];
    private int _all;

    public int All
    {
        get
        {
            lock (_lock)
            {
                return _all;
            }
        }
    }

    /// <summary>How many more may go to this host now.</summary>
    public int For(DueHost host)
    {
        lock (_lock)
        {
            return Math.Max(0, Math.Min(options.InFlight - _all, Math.Min(options.PerTenant - _tenants.GetValueOrDefault(host.Tenant), options.PerHost - _hosts.GetValueOrDefault(host))));
        }
    }

    public void Enter(DueHost host) => Add(host, 1);

    public void Leave(DueHost host) => Add(host, -1);

    private void Add(DueHost host, int count)
    {
        lock (_lock)
        {
            _all += count;
            Add(_hosts, host, count);
            Add(_tenants, host.Tenant, count);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int count)
        where TKey : notnull
    {
        var now = counts.GetValueOrDefault(key) + count;
        if (now == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = now;
        }
    }
}
