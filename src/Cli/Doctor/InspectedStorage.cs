using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Embedded;

namespace Pipeline.Cli.Doctor;

/// <summary>Database and blobs as they are: nothing is migrated, taken back or removed.</summary>
internal sealed class InspectedStorage : IAsyncDisposable
{
    private readonly DataFolder? _folder;
    private readonly EmbeddedPostgres? _embedded;

    private InspectedStorage(string connection, string blobFolder, DataFolder? folder, EmbeddedPostgres? embedded)
    {
        (_folder, _embedded) = (folder, embedded);
        Database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        Blobs = new TenantBlobs(blobFolder);
    }

    public PipelineDatabase Database { get; }

    public TenantBlobs Blobs { get; }

    /// <exception cref="OperatorException">There is no data yet.</exception>
    public static async Task<InspectedStorage> OpenAsync(string dataFolder, string root, PipelineConfiguration configuration, CancellationToken cancellationToken)
    {
        var blobs = configuration.BlobFolder ?? Path.Combine(dataFolder, "blobs");
        if (configuration.Postgres is { } external)
        {
            return new InspectedStorage(external, blobs, null, null);
        }

        if (!Directory.Exists(Path.Combine(dataFolder, "postgres")))
        {
            throw new OperatorException($"There is no database in {dataFolder} yet. Name another folder with --data, or a server with ConnectionStrings__Postgres.");
        }

        DataFolder folder;
        try
        {
#pragma warning disable CA2000 // Whoever gets it disposes of it.
            folder = DataFolder.Open(dataFolder);
#pragma warning restore CA2000
        }
        catch (DataFolderException)
        {
            if (await LiveServer.FindAsync(dataFolder, cancellationToken) is { } running)
            {
                return new InspectedStorage(running, blobs, null, null);
            }

            throw;
        }

        try
        {
            var embedded = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions { PackageFolder = InstallRoot.PostgresPackage(root) }, null, cancellationToken);
            return new InspectedStorage(embedded.ConnectionString, blobs, folder, embedded);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }

        _folder?.Dispose();
    }
}
