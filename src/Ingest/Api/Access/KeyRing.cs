using System.Collections.Concurrent;
using Pipeline.Storage.Access;

namespace Pipeline.Ingest.Api.Access;

/// <summary>Keys that were looked up a moment ago. A revocation is seen when that moment is over, in every process.</summary>
internal sealed class KeyRing(ApiStores stores, TimeProvider clock)
{
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _used = new();

    /// <summary>Null for a text that is no key; the key may be revoked or expired.</summary>
    public async ValueTask<ApiKeyRecord?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = ApiSecret.HashOf(secret);
        if (!_known.TryGetValue(hash, out var entry) || now - entry.At > Moment)
        {
            entry = new Entry(await stores.AllKeys.FindAsync(hash, cancellationToken), now);
            if (_known.Count >= MostRemembered)
            {
                // Somebody tries keys: what is remembered of them is worth nothing.
                _known.Clear();
            }

            _known[hash] = entry;
        }

        if (entry.Key is { } key && key.IsLive(now))
        {
            _used[key.Id] = now;
        }

        return entry.Key;
    }

    /// <summary>Writes down which keys were used since the last call.</summary>
    public async Task NoteUseAsync(CancellationToken cancellationToken)
    {
        var used = new Dictionary<Guid, DateTimeOffset>();
        foreach (var id in _used.Keys)
        {
            if (_used.TryRemove(id, out var at))
            {
                used[id] = at;
            }
        }

        if (used.Count > 0)
        {
            await stores.AllKeys.TouchAsync(used, cancellationToken);
        }
    }

    private sealed record Entry(ApiKeyRecord? Key, DateTimeOffset At);
}
