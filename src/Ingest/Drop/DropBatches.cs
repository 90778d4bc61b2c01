using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Drop;

/// <summary>Batches of a watched folder: one for each sub-folder, archive and mail, however often and by however many processes it is asked for (unique: primary key of batches).</summary>
internal sealed class DropBatches(PipelineDatabase database, TimeProvider clock)
{
    /// <summary>Sub-folders are few, archives are many: those are not asked for again.</summary>
    private const int Remembered = 1000;

    private readonly ConcurrentDictionary<BatchId, bool> _there = new();

    /// <param name="source">What makes the batch: the path of the sub-folder, or the source of the archive.</param>
    /// <param name="name">To show.</param>
    /// <param name="cancellationToken">Ends waiting for the database.</param>
    public async Task<BatchId> OpenAsync(string source, string name, CancellationToken cancellationToken)
    {
        var id = IdOf(database.Tenant, source);
        if (_there.ContainsKey(id))
        {
            return id;
        }

        await using var context = database.CreateContext();
        await context.Database.ExecuteSqlAsync(
            $"insert into batches (id, tenant_id, name, reference, created_at) values ({id.Value}, {database.Tenant.Value}, {name}, null, {clock.GetUtcNow()}) on conflict (id) do nothing",
            cancellationToken);
        if (_there.Count < Remembered)
        {
            _there[id] = true;
        }

        return id;
    }

    // RFC 9562, version 8: made from what it names, so that a second one cannot come to be. All others are of version 7.
    private static BatchId IdOf(TenantId tenant, string source)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Value:N} {source}"), bytes);
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new BatchId(new Guid(bytes[..16], bigEndian: true));
    }
}
