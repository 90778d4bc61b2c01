using System.Security.Cryptography;
using Npgsql;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;

namespace Pipeline.Storage.Invariants;

/// <summary>The content that rows name is there, and is what its name says.</summary>
internal sealed class BlobChecks(NpgsqlConnection connection, TenantBlobs blobs)
{
    private const string Named = """
        select distinct tenant_id, sha256 from (
            select d.tenant_id, d.sha256 from documents d where d.stage <> 'deleted'
            union all
            select d.tenant_id, d.layout_sha256 from documents d where d.stage <> 'deleted'
        ) named where sha256 is not null
        """;

    public async Task<IReadOnlyList<InvariantFinding>> RunAsync(int hashed, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        List<(BlobStore Store, string Sha256)> sample = [];
        long violations = 0;
        long seen = 0;
        await using (var command = new NpgsqlCommand(Named, connection) { CommandTimeout = InvariantChecks.TimeoutSeconds })
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                var store = blobs.Of(new TenantId(rows.GetGuid(0)));
                var sha256 = rows.GetString(1);
                if (!store.Exists(sha256))
                {
                    InvariantChecks.Count(missing, sha256, ref violations);
                    continue;
                }

                Choose(sample, (store, sha256), hashed, ++seen);
            }
        }

        return
        [
            new InvariantFinding("blobs", "The content that documents name is in the blob store.", violations, missing),
            await HashAsync(sample, cancellationToken),
        ];
    }

    // Reservoir sampling (Vitter 1985, algorithm R): each of what was seen is in the sample with the same probability.
    private static void Choose<T>(List<T> sample, T item, int size, long seen)
    {
        if (sample.Count < size)
        {
            sample.Add(item);
        }
        else if (Random.Shared.NextInt64(seen) is var place && place < size)
        {
            sample[(int)place] = item;
        }
    }

    private static async Task<InvariantFinding> HashAsync(List<(BlobStore Store, string Sha256)> sample, CancellationToken cancellationToken)
    {
        List<string> changed = [];
        long violations = 0;
        foreach (var (store, sha256) in sample)
        {
            try
            {
                await using var content = store.Open(sha256);
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)) != sha256)
                {
                    InvariantChecks.Count(changed, sha256, ref violations);
                }
            }
            catch (FileNotFoundException)
            {
                // Deleted on request just now; one that is missing for no such reason was missing a moment ago.
            }
        }

        return new InvariantFinding("content of blobs", FormattableString.Invariant($"Blobs hold what their names say ({sample.Count} of them were read)."), violations, changed);
    }
}
