using Npgsql;
using Pipeline.Storage.DataFolders;

namespace Pipeline.Storage.Embedded;

/// <summary>A real PostgreSQL server of our own in the data folder, reachable through a Unix socket alone. It outlives a killed process:
/// the next start adopts it. Disposing stops it.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    internal const string Database = "pipeline";

    private readonly Postmaster _postmaster;
    private readonly TimeSpan _stopTimeout;

    private EmbeddedPostgres(Postmaster postmaster, TimeSpan stopTimeout, bool adopted)
    {
        _postmaster = postmaster;
        _stopTimeout = stopTimeout;
        Adopted = adopted;
        ConnectionString = ConnectTo(postmaster.SocketFolder, Database);
    }

    public string ConnectionString { get; }

    public int ProcessId => _postmaster.ProcessId;

    /// <summary>The server was found running: whoever started it did not stop it.</summary>
    public bool Adopted { get; }

    /// <summary>Installs, initialises and starts what is missing, and makes the database.</summary>
    /// <param name="folder">Locked by the caller: it keeps a second starter away.</param>
    /// <param name="options">Where the server's package is, and limits.</param>
    /// <param name="progress">Told what takes longer than a moment.</param>
    /// <param name="cancellationToken">A server that was started by then is adopted by the next start.</param>
    /// <exception cref="EmbeddedPostgresException">The server cannot run here; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(DataFolder folder, EmbeddedPostgresOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var folders = new ServerFolders(folder.PostgresFolder);
            var account = await ServerAccount.ResolveAsync(options.UnprivilegedUser, folders.Data, cancellationToken);
            await folders.PrepareAsync(account, cancellationToken);
            if (await AdoptAsync(folders, account, options, progress, cancellationToken) is { } adopted)
            {
                return adopted;
            }

            return await StartNewAsync(folders, account, options, progress, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException($"PostgreSQL cannot be set up under {folder.Path}: {exception.Message}", exception);
        }
    }

    /// <summary>Fast shutdown: running transactions are rolled back, a checkpoint is written. Harmless when the server is gone already.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await StopAsync(_postmaster, _stopTimeout, cancellationToken);
        SocketFolder.RemoveIfEmpty(_postmaster.SocketFolder);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    internal static string ConnectionStringOf(Postmaster postmaster) => ConnectTo(postmaster.SocketFolder, Database);

    private static async Task<EmbeddedPostgres?> AdoptAsync(ServerFolders folders, ServerAccount account, EmbeddedPostgresOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (Postmaster.Find(folders.Data, account.User) is not { } found)
        {
            return null;
        }

        if (await AnswersAsync(found, account, options.StartTimeout, cancellationToken))
        {
            progress?.Report("Taking over the database that an earlier run left running");
            await EnsureDatabaseAsync(found.SocketFolder, cancellationToken);
            return new EmbeddedPostgres(found, options.StopTimeout, adopted: true);
        }

        progress?.Report("Stopping a database that an earlier run left running and that does not answer");
        await StopAsync(found, options.StopTimeout, cancellationToken);
        return null;
    }

    private static async Task<EmbeddedPostgres> StartNewAsync(ServerFolders folders, ServerAccount account, EmbeddedPostgresOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var binaries = ServerBinaries.Ensure(options.PackageFolder, folders.Root, progress);
        await Cluster.EnsureAsync(folders, account, binaries, progress, cancellationToken);
        var socketFolder = SocketFolder.Ensure(folders, account);
        ServerConfiguration.Write(folders, account, socketFolder);
        var postmaster = await ServerStart.RunAsync(folders, account, binaries, options.StartTimeout, cancellationToken);
        await EnsureDatabaseAsync(socketFolder, cancellationToken);
        return new EmbeddedPostgres(postmaster, options.StopTimeout, adopted: false);
    }

    private static async Task<bool> AnswersAsync(Postmaster postmaster, ServerAccount account, TimeSpan limit, CancellationToken cancellationToken)
    {
        SocketFolder.Check(postmaster.SocketFolder, account.User);
        var started = TimeProvider.System.GetTimestamp();
        while (postmaster.IsAlive && TimeProvider.System.GetElapsedTime(started) < limit)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectTo(postmaster.SocketFolder, "postgres"));
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                // Still recovering, or on its way out: both end by themselves.
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }

        return false;
    }

    private static async Task EnsureDatabaseAsync(string socketFolder, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectTo(socketFolder, "postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = Database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"create database {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task StopAsync(Postmaster postmaster, TimeSpan limit, CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { Postmaster.FastShutdown, Postmaster.ImmediateShutdown, Postmaster.Kill })
        {
            if (!postmaster.IsAlive)
            {
                return;
            }

            postmaster.Signal(signal);
            if (await postmaster.WaitForExitAsync(limit, cancellationToken))
            {
                return;
            }
        }
    }

    internal static string ConnectTo(string socketFolder, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Port = SocketFolder.Port,
        Username = ServerConfiguration.User,
        Database = database,
        // Below max_connections, with room for an operator's psql.
        MaxPoolSize = 40,
        Pooling = database == Database,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
