using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Workers.Claims;

/// <summary>Keeps this worker's claims alive, and cancels the work of those that were lost.</summary>
public sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly ConcurrentDictionary<DocumentClaim, CancellationTokenSource> _held = new();
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

    /// <summary>Runs <paramref name="work"/> under a claim; its token is cancelled when the claim is lost or the caller stops.</summary>
    public async Task<T> KeepAsync<T>(DocumentClaim claim, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _held[claim] = lost;
        try
        {
            return await work(lost.Token);
        }
        finally
        {
            _held.TryRemove(claim, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private static async Task CancelAsync(CancellationTokenSource work)
    {
        try
        {
            await work.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The work ended just now.
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(_options.Heartbeat);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            DocumentClaim[] held = [.. _held.Keys];
            if (held.Length == 0)
            {
                continue;
            }

            try
            {
                foreach (var claim in await _claims.HeartbeatAsync(held, _options.Lease, _stopping.Token))
                {
                    if (_held.TryGetValue(claim, out var work))
                    {
                        Log.ClaimLost(_log, claim.Document.Value, claim.Number);
                        await CancelAsync(work);
                    }
                }
            }
            catch (Exception e) when (DatabaseOutage.Is(e))
            {
                // The lease outlives two lost heartbeats; if the database stays away, the writes are fenced.
                Log.HeartbeatFailed(_log, held.Length, e.GetType().Name);
            }
        }
    }
}
