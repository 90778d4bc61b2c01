using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Embedded;

namespace Pipeline.Cli.Keys;

/// <summary>The database, whoever runs it: the one that is configured, the live server of a running `pipeline up`, or one that is started for this command.</summary>
internal sealed class KeyDatabase : IAsyncDisposable
{
    // A service that is just starting has locked its folder and has no server yet.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IAsyncDisposable _owner;

    private KeyDatabase(PipelineDatabase database, IAsyncDisposable owner)
    {
        Database = database;
        _owner = owner;
    }

    public PipelineDatabase Database { get; }

    public static async Task<KeyDatabase> OpenAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var root = InstallRoot.Find();
        if (PipelineConfiguration.Load(root).Postgres is { } configured)
        {
            return await OnAsync(configured, cancellationToken);
        }

        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await LiveServer.FindAsync(dataFolder, cancellationToken) is { } live)
            {
                return await OnAsync(live, cancellationToken);
            }

            try
            {
#pragma warning disable CA2000 // Whoever gets it disposes of it.
                var host = await StorageHost.OpenAsync(dataFolder, root, null, new Progress<string>(step => Console.Error.WriteLine(step)), cancellationToken);
#pragma warning restore CA2000
                return new KeyDatabase(host.Database, host);
            }
            catch (DataFolderException) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    private static async Task<KeyDatabase> OnAsync(string connection, CancellationToken cancellationToken)
    {
        PipelineDatabase database;
        try
        {
#pragma warning disable CA2000 // Whoever gets it disposes of it.
            database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
#pragma warning restore CA2000
        }
        catch (ArgumentException e)
        {
            // The message of the exception may hold the password.
            throw new OperatorException("ConnectionStrings__Postgres is not a connection string that Npgsql understands, such as \"Host=db;Username=pipeline;Password=…;Database=pipeline\".", e);
        }

        try
        {
            await database.MigrateAsync(cancellationToken);
            return new KeyDatabase(database, database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
