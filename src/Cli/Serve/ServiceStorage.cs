using Pipeline.Cli.Setup;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;

namespace Pipeline.Cli.Serve;

/// <summary>The database, migrated, and the blobs of a service process. The data folder is locked only where its own database is used.</summary>
internal sealed class ServiceStorage : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly StorageHost? _own;

    private ServiceStorage(PipelineDatabase database, TenantBlobs blobs, StorageHost? own)
    {
        Database = database;
        Blobs = blobs;
        _own = own;
    }

    public PipelineDatabase Database { get; }

    public TenantBlobs Blobs { get; }

    /// <summary>Of the embedded server; null where another is used.</summary>
    public string? Embedded => _own?.Embedded;

    /// <summary>For a laptop: locks the data folder, and starts a server in it unless another is named.</summary>
    public static async Task<ServiceStorage> OpenOwnAsync(ServiceSettings settings, IProgress<string> progress, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // Ends with this object.
        var own = await StorageHost.OpenAsync(settings.DataFolder, settings.Root, settings.Postgres, progress, cancellationToken);
#pragma warning restore CA2000
        return new ServiceStorage(own.Database, new TenantBlobs(settings.BlobFolder), own);
    }

    /// <summary>For one process of several: waits for the server, however long it takes to come.</summary>
    /// <param name="waiting">Told once why it waits.</param>
    public static async Task<ServiceStorage> OpenSharedAsync(ServiceSettings settings, Action<string> waiting, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // Ends with this object.
        var database = StorageHost.OpenDatabase(settings.Postgres!);
#pragma warning restore CA2000
        try
        {
            var told = false;
            while (true)
            {
                try
                {
                    await database.MigrateAsync(cancellationToken);
                    return new ServiceStorage(database, new TenantBlobs(settings.BlobFolder), null);
                }
                catch (Exception e) when (DatabaseOutage.Is(e))
                {
                    if (!told)
                    {
                        waiting(e.GetBaseException().Message);
                        told = true;
                    }

                    await Task.Delay(Again, cancellationToken);
                }
            }
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
        else
        {
            await Database.DisposeAsync();
        }
    }
}
