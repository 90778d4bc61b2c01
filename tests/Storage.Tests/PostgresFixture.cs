#pragma warning disable IDE0130 // Linked into other test projects: the namespace stays.
#pragma warning disable CA1416 // The product runs on Linux.
using Npgsql;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Embedded;

namespace Pipeline.Storage.Tests;

/// <summary>One throw-away real server for all tests of an assembly; each test makes databases of its own on it.
/// With ConnectionStrings__Postgres set, that server is used, and the databases made there are dropped.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly List<string> _databases = [];
    private string? _path;
    private DataFolder? _folder;
    private EmbeddedPostgres? _server;

    public static string? External { get; } = Environment.GetEnvironmentVariable("ConnectionStrings__Postgres") is { Length: > 0 } set ? set : null;

    private string ServerConnectionString => External ?? _server!.ConnectionString;

    public async Task InitializeAsync()
    {
        if (External is null && EmbeddedPackage.IsInstalled)
        {
            _path = Directory.CreateTempSubdirectory("pipeline-pg-").FullName;
            // The server's user passes through when the tests run as root.
            File.SetUnixFileMode(_path, File.GetUnixFileMode(_path) | UnixFileMode.OtherExecute);
            _folder = DataFolder.Open(Path.Combine(_path, "data"));
            _server = await EmbeddedPostgres.StartAsync(_folder, new EmbeddedPostgresOptions { PackageFolder = EmbeddedPackage.Folder }, null, CancellationToken.None);
        }
    }

    /// <summary>Connection string of a new, empty database.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = "test_" + Guid.CreateVersion7().ToString("N");
        await ExecuteAsync($"create database {name}");
        lock (_databases)
        {
            _databases.Add(name);
        }

        return new NpgsqlConnectionStringBuilder(ServerConnectionString) { Database = name, MaxPoolSize = 20 }.ConnectionString;
    }

    /// <summary>A new database with all migrations applied.</summary>
    public async Task<PipelineDatabase> CreateDatabaseAsync(TimeProvider clock)
    {
        var database = PipelineDatabase.Open(await CreateEmptyDatabaseAsync(), clock, TenantId.Default);
        await database.MigrateAsync(CancellationToken.None);
        return database;
    }

    public async Task DisposeAsync()
    {
        if (External is not null)
        {
            NpgsqlConnection.ClearAllPools();
            foreach (var name in _databases)
            {
                await ExecuteAsync($"drop database if exists {name} with (force)");
            }
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder?.Dispose();
        if (_path is not null)
        {
            Directory.Delete(_path, recursive: true);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ServerConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
