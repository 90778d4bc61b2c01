using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Pipeline.Chaos.Tests.Servers;

/// <summary>A PostgreSQL server of our own on a loopback port, as one that an operator runs: nothing of the product starts, adopts or stops it.
/// It can be killed and started again with its data. Disposing removes all of it.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "pipeline";
    private const string Nobody = "65534";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-chaos-pg-").FullName;
    private readonly StringWriter _said = new(CultureInfo.InvariantCulture);
    private Process? _server;

    private readonly string? _programs;

    /// <param name="programs">Folder of the server's programs; null for those that come with the product.</param>
    private PostgresServer(string? programs) => _programs = programs;

    public int Port { get; } = FreePort.Find();

    private string Data => Path.Combine(_folder, "data", "cluster");

    private string Programs => _programs ?? Path.Combine(_folder, "server", "bin");

    public static Task<PostgresServer> StartAsync(CancellationToken cancellationToken) => StartAsync(null, cancellationToken);

    /// <param name="programs">Folder of the server's programs; null for those that come with the product.</param>
    /// <param name="cancellationToken">Ends waiting for it.</param>
    public static async Task<PostgresServer> StartAsync(string? programs, CancellationToken cancellationToken)
    {
        var server = new PostgresServer(programs);
        try
        {
            await server.PrepareAsync(cancellationToken);
            await server.RestartAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <param name="port">That of the server, or of a relay before it.</param>
    public static string ConnectTo(int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Database = database,
        MaxPoolSize = 15,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = "chaos_" + Guid.CreateVersion7().ToString("N");
        await ExecuteAsync($"create database {name}", cancellationToken);
        return name;
    }

    public Task DropDatabaseAsync(string name, CancellationToken cancellationToken) => ExecuteAsync($"drop database {name} with (force)", cancellationToken);

    /// <summary>kill -9 of the server and all its children, as when a machine's power or a container's memory goes.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            _server = null;
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(cancellationToken);
            server.Dispose();
        }
    }

    /// <summary>Starts it with the data that it had; returns once it answers, which is after its recovery.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await KillAsync(cancellationToken);
        // As a container starts it: what the dead server left would be taken for a live one where its process number is in use again.
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        _server = Run("postgres", "-D", Data);
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync(cancellationToken))
        {
            if (_server.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new InvalidOperationException($"PostgreSQL did not start. {Said()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(ConnectTo(Port, "postgres"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // Passable, since the server runs as another user where we are root.
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        if (_programs is null)
        {
            PostgresPrograms.CopyTo(Path.Combine(_folder, "server"));
        }

        var parent = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        if (Environment.IsPrivilegedProcess)
        {
            using var own = Process.Start("chown", [Nobody + ":" + Nobody, parent]);
            await own.WaitForExitAsync(cancellationToken);
        }

        using var made = Run("initdb", "-D", Data, "-U", User, "-E", "UTF8", "--no-locale", "--auth=trust", "--no-sync", "--no-instructions");
        await made.WaitForExitAsync(cancellationToken);
        if (made.ExitCode != 0)
        {
            throw new InvalidOperationException($"initdb failed: {Said()}");
        }

        // Durable as a real one: what was acknowledged must be there after a kill.
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), string.Create(CultureInfo.InvariantCulture, $"""

            listen_addresses = '127.0.0.1'
            port = {Port}
            unix_socket_directories = ''
            max_connections = 200
            shared_buffers = 64MB
            jit = off
            timezone = 'UTC'
            lc_messages = 'C'

            """), cancellationToken);
    }

    private Process Run(string program, params IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(Programs, program);
        // PostgreSQL refuses root. setpriv replaces itself by the server, so that a kill meets the server.
        IReadOnlyList<string> command = Environment.IsPrivilegedProcess
            ? ["/usr/bin/setpriv", "--reuid=" + Nobody, "--regid=" + Nobody, "--clear-groups", "--", path, .. arguments]
            : [path, .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectTo(Port, "postgres") + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.WriteLine(line);
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return string.Join(" | ", _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(10));
        }
    }
}
