using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;

namespace Pipeline.Workers.Claims;

/// <summary>Keeps this process's claims alive, and cancels the work of those that were lost.</summary>
public sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DocumentClaim, HeldLease> _held = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly DocumentClaims _claims;
    private readonly LeaseOptions _options;
    private readonly ILogger<LeaseKeeper> _log;
    private readonly Task _beating;

    public LeaseKeeper(DocumentClaims claims, LeaseOptions options, ILogger<LeaseKeeper> log)
    {
        _claims = claims;
        _options = options;
        _log = log;
        _beating = Task.Run(BeatAsync);
    }

    /// <summary>How many claims this process holds.</summary>
    public int Held => _held.Count;

    /// <summary>Keeps a claim alive until the lease is disposed of.</summary>
    public HeldLease Hold(DocumentClaim claim)
    {
        var lease = new HeldLease(() => _held.TryRemove(claim, out _));
        _held[claim] = lease;
        return lease;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(_options.Heartbeat);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            DocumentClaim[] held = [.. _held.Keys];
            if (held.Length > 0)
            {
                await BeatAsync(held);
            }
        }
    }

    private async Task BeatAsync(DocumentClaim[] held)
    {
        // A connection that is half open must not hold up the next heartbeat.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(_options.Heartbeat);
        try
        {
            foreach (var claim in await _claims.HeartbeatAsync(held, _options.Lease, limit.Token))
            {
                if (_held.TryGetValue(claim, out var lease))
                {
                    Log.ClaimLost(_log, claim.Document.Value, claim.Number);
                    await lease.LoseAsync();
                }
            }
        }
#pragma warning disable CA1031 // The top of a loop: whatever went wrong, the next heartbeat is tried, or all claims would be lost in silence.
        catch (Exception e) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The lease outlives two lost heartbeats; if the database stays away, the writes are fenced.
            Log.HeartbeatFailed(_log, held.Length, e.GetType().Name);
        }
    }
}
