using System.Diagnostics;
using Npgsql;
using Pipeline.Chaos.Tests.Documents;
using Pipeline.Chaos.Tests.Models;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>Lets documents in as the folders and the API do: blob first, then row and message in one transaction. What it was told is accepted must never be lost;
/// whoever is told nothing sends again.</summary>
internal sealed class Admission(ChaosWorld world)
{
    private static int _next;

    private static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(3);
    private static readonly DocumentOrder Bulk = new() { Schema = TinyInstallation.Schema };
    private static readonly DocumentOrder Interactive = Bulk with { Priority = DocumentPriority.Interactive };

    /// <summary>Ids that were given out.</summary>
    public List<DocumentId> Accepted { get; } = [];

    public async Task AdmitAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Accepted.Add(await AdmitOneAsync(Interlocked.Increment(ref _next)));
        }
    }

    private async Task<DocumentId> AdmitOneAsync(int number)
    {
        var blob = await world.Blobs.Of(TenantId.Default).PutAsync(new MemoryStream(SmallDocuments.Bytes(number)), 1 << 20, CancellationToken.None);
        var name = SmallDocuments.NameOf(number);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var order = number % 5 == 0 ? Interactive : Bulk;
                return (await new DocumentIntake(world.Relayed).RegisterAsync(new SourceFile(name, "/in/" + name, blob.Sha256, blob.SizeBytes), order, CancellationToken.None)).Id;
            }
            catch (Exception e) when (Storage.Database.DatabaseOutage.Is(e) || e.GetBaseException() is NpgsqlException or IOException or TimeoutException)
            {
                Assert.True(Stopwatch.GetElapsedTime(started) < GiveUp, $"The database did not come back: {e.GetBaseException().Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }
        }
    }
}
