using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Pipeline.Storage.Database;

namespace Pipeline.Storage.Documents;

/// <summary>Locks between those who give a blob its name and its row, and those who take away what no row needs. Few of them, each for many blobs: a batch has thousands.</summary>
internal static class ContextBlobs
{
    // Any number of our own: advisory locks share one space in a database.
    private const int Space = 0x424C4F42;

    /// <summary>Until the transaction ends, none of these blobs is removed.</summary>
    public static async Task HoldBlobsAsync(this PipelineContext context, IEnumerable<string> hashes, CancellationToken cancellationToken)
    {
        var groups = hashes.Select(Group).Distinct().Order().ToArray();
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock_shared({Space}, g) from unnest({groups}) g", cancellationToken);
    }

    /// <summary>Waits until nobody holds the blob, and keeps others away until the transaction ends.</summary>
    public static async Task LockBlobAsync(this PipelineContext context, string hash, CancellationToken cancellationToken) =>
        await context.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Space}, {Group(hash)})", cancellationToken);

    private static int Group(string hash) => int.Parse(hash.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
