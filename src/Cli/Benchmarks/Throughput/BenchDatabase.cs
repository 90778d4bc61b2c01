using System.Globalization;
using Npgsql;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Database;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>A database of the measurement's own, dropped at the end, with the tables twice: empty, and filled with rows of documents that are done.
/// Which of the two the service sees is changed by renaming their schemas, under the same processes and connections.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private const string Other = "bench_other";

    private readonly NpgsqlDataSource _server;
    private readonly string _name;

    private BenchDatabase(string server, string name)
    {
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        _server = NpgsqlDataSource.Create(server);
        Own = NpgsqlDataSource.Create(ConnectionString);
        Pipeline = PipelineDatabase.Open(ConnectionString, TimeProvider.System, TenantId.Default);
    }

    public string ConnectionString { get; }

    /// <summary>As the product sees it.</summary>
    public PipelineDatabase Pipeline { get; }

    public NpgsqlDataSource Own { get; }

    /// <summary>Whether the service sees the filled tables now.</summary>
    public bool IsFilled { get; private set; }

    /// <summary>Of this machine; null where the server runs elsewhere.</summary>
    public int? Postmaster { get; private set; }

    public string Version { get; private set; } = "";

    /// <exception cref="OperatorException">The server cannot be used.</exception>
    public static async Task<BenchDatabase> CreateAsync(string server, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pipeline_bench_{Guid.CreateVersion7():N}");
        BenchDatabase? database = null;
        try
        {
            database = new BenchDatabase(server, name);
            await ExecuteAsync(database._server, $"create database {name}", cancellationToken);
            await database.LookAsync(cancellationToken);
            await database.Pipeline.MigrateAsync(cancellationToken);
            return database;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException)
        {
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw new OperatorException($"--postgres cannot be used: {e.GetBaseException().Message} It has to be a connection string whose user may make databases.", e);
        }
        catch
        {
            await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Fills the tables, and puts empty ones in their place.</summary>
    public async Task FillAsync(int rows, Action<string> say, CancellationToken cancellationToken)
    {
        await new SyntheticRows(Own).WriteAsync(rows, say, cancellationToken);
        await ExecuteAsync(Own, $"alter schema public rename to {Other}; create schema public", cancellationToken);
        await Pipeline.MigrateAsync(cancellationToken);
    }

    /// <summary>The text of a key that both halves know.</summary>
    public async Task<string> CreateKeyAsync(CancellationToken cancellationToken)
    {
        var issued = await new ApiKeys(Pipeline).CreateAsync(new NewApiKey { Name = "bench", Scopes = ApiScopes.Usual }, cancellationToken);
        await ExecuteAsync(Own, $"insert into {Other}.api_keys select * from public.api_keys", cancellationToken);
        return issued.Secret.Text;
    }

    /// <summary>Lets the service see the filled tables, or the others. Only while nothing is under way.</summary>
    public async Task ShowAsync(bool filled, CancellationToken cancellationToken)
    {
        if (filled != IsFilled)
        {
            await ExecuteAsync(Own, $"begin; alter schema public rename to bench_aside; alter schema {Other} rename to public; alter schema bench_aside rename to {Other}; commit", cancellationToken);
            IsFilled = filled;
        }
    }

    /// <summary>Before the next measurement begins, the planner knows the tables, as it does when a server has run for a while, and what was written is on disk.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(Own, "analyze", cancellationToken);
        try
        {
            await ExecuteAsync(Own, "checkpoint", cancellationToken);
        }
        catch (PostgresException)
        {
            // A right of its own, which the user of a shared server need not have.
        }
    }

    /// <summary>Rows that were read by going through a whole table, so far, in the tables that the service sees.</summary>
    public async Task<long> ScannedRowsAsync(CancellationToken cancellationToken) =>
        await ScalarAsync<long>("select coalesce(sum(seq_tup_read), 0)::bigint from pg_stat_user_tables where schemaname = 'public' and relname <> 'tenants'", cancellationToken);

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var command = Own.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        await Own.DisposeAsync();
        try
        {
            await ExecuteAsync(_server, $"drop database if exists {_name} with (force)", CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            await Console.Error.WriteLineAsync($"The database {_name} could not be dropped: {e.Message}");
        }

        await _server.DisposeAsync();
    }

    public static async Task ExecuteAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        // A million rows take minutes.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        Version = await ScalarAsync<string>("show server_version", cancellationToken);
        var backend = await ScalarAsync<int>("select pg_backend_pid()", cancellationToken);
        // A process of that number on another machine, or in another container, is no server of this one.
        var name = ProcessTree.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{backend}/comm")).Trim();
        Postmaster = name == "postgres" ? ProcessTree.ParentOf(backend) : null;
    }
}
