using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Pipeline.Ingest.Api.Limits;

/// <summary>Requests a second, of a key and of an address, in this process.</summary>
internal sealed class RateGate : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> _keys;
    private readonly PartitionedRateLimiter<IPAddress> _addresses;

    public RateGate(UploadApiOptions options)
    {
        _keys = PartitionedRateLimiter.Create<Guid, Guid>(id => RateLimitPartition.GetTokenBucketLimiter(id, _ => Bucket(options.KeyPerSecond, options.KeyBurst)));
        _addresses = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => Bucket(options.AddressPerSecond, options.AddressBurst)));
    }

    /// <summary>Null: go ahead; else how long to wait.</summary>
    public TimeSpan? TryKey(Guid id) => Try(_keys, id);

    /// <summary>Null: go ahead; else how long to wait.</summary>
    public TimeSpan? TryAddress(IPAddress address) => Try(_addresses, address);

    public void Dispose()
    {
        _keys.Dispose();
        _addresses.Dispose();
    }

    private static TimeSpan? Try<T>(PartitionedRateLimiter<T> limiter, T who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    // One subscriber of IPv6 has 2^64 addresses.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
