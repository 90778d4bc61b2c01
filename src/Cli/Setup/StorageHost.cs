using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Embedded;

namespace Pipeline.Cli.Setup;

/// <summary>The data folder, locked, with a migrated database and the blobs.</summary>
internal sealed class StorageHost : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly EmbeddedPostgres? _embedded;

    private StorageHost(DataFolder folder, EmbeddedPostgres? embedded, PipelineDatabase database)
    {
        _folder = folder;
        _embedded = embedded;
        Database = database;
        Tenants = new TenantBlobs(folder.BlobFolder);
        Blobs = Tenants.Of(TenantId.Default);
    }

    public PipelineDatabase Database { get; }

    public BlobStore Blobs { get; }

    public TenantBlobs Tenants { get; }

    /// <summary>Of the embedded server; null where another is used.</summary>
    public string? Embedded => _embedded?.ConnectionString;

    /// <summary>Pages drawn for reports; may be removed at any time.</summary>
    public string PageFolder => Path.Combine(_folder.Path, "pages");

    /// <summary>Opens everything and takes back what a killed run left under lease.</summary>
    /// <param name="postgres">Connection string; null starts an embedded server under the data folder.</param>
    public static async Task<StorageHost> OpenAsync(string dataFolder, string root, string? postgres, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var folder = DataFolder.Open(dataFolder);
        EmbeddedPostgres? embedded = null;
        try
        {
            var connection = postgres;
            if (connection is null)
            {
                embedded = await EmbeddedPostgres.StartAsync(folder, new EmbeddedPostgresOptions { PackageFolder = InstallRoot.PostgresPackage(root) }, progress, cancellationToken);
                connection = embedded.ConnectionString;
            }

            var database = OpenDatabase(connection);
            var host = new StorageHost(folder, embedded, database);
            await host.PrepareAsync(cancellationToken);
            return host;
        }
        catch
        {
            if (embedded is not null)
            {
                await embedded.DisposeAsync();
            }

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

        _folder.Dispose();
    }

    /// <exception cref="OperatorException">It is no connection string.</exception>
    public static PipelineDatabase OpenDatabase(string connection)
    {
        try
        {
            return PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        }
        catch (ArgumentException e)
        {
            // The message of the exception may hold the password.
            throw new OperatorException("ConnectionStrings__Postgres is not a connection string that Npgsql understands, such as \"Host=db;Username=pipeline;Password=…;Database=pipeline\".", e);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        var claims = new DocumentClaims(Database);
        if (_embedded is null)
        {
            await claims.ReturnExpiredLeasesAsync(cancellationToken);
        }
        else
        {
            // The data folder is ours alone: whoever held a lease in this database is dead.
            await claims.ReturnStaleLeasesAsync(cancellationToken);
        }

        Blobs.RemoveLeftovers();
    }
}
