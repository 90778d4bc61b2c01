using System.Globalization;

namespace Pipeline.Storage.Embedded;

/// <summary>Starts the server with pg_ctl, which gives it a session of its own: a Ctrl-C in our terminal must not stop it before we have handed back our work.</summary>
internal static class ServerStart
{
    // A killed server's children hold its shared memory until they notice: milliseconds as a rule.
    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(20);
    private const long LargestLog = 10 * 1024 * 1024;

    public static async Task<Postmaster> RunAsync(ServerFolders folders, ServerAccount account, ServerBinaries binaries, TimeSpan limit, CancellationToken cancellationToken)
    {
        Postmaster.DisownPidFile(folders, account);
        KeepLogSmall(folders.Log);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var logBefore = LogLength(folders.Log);
            var result = await StartOnceAsync(folders, account, binaries, limit, cancellationToken);
            if (result.ExitCode == 0 && Postmaster.Find(folders.Data, account.User) is { } postmaster)
            {
                return postmaster;
            }

            var log = ReadLog(folders.Log, logBefore);
            if (!log.Contains("pre-existing shared memory block", StringComparison.Ordinal) || TimeProvider.System.GetElapsedTime(started) > OrphanPatience)
            {
                throw new EmbeddedPostgresException($"PostgreSQL did not start. {result.Output} Its log ({folders.Log}) ends with: {Tail(log)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    private static async Task<ChildCommand> StartOnceAsync(ServerFolders folders, ServerAccount account, ServerBinaries binaries, TimeSpan limit, CancellationToken cancellationToken)
    {
        var configuration = $"-c config_file={ShellQuote(Path.Combine(folders.Configuration, "postgresql.conf"))}";
        var seconds = ((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return await ChildCommand.RunAsync(
            folders.Configuration,
            account.Run(binaries.Tool("pg_ctl"), "start", "-s", "-w", "-t", seconds, "-D", folders.Data, "-l", folders.Log, "-o", configuration),
            cancellationToken);
    }

    // pg_ctl passes -o through /bin/sh.
    private static string ShellQuote(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void KeepLogSmall(string log)
    {
        if (LogLength(log) > LargestLog)
        {
            File.Move(log, log + ".old", overwrite: true);
        }
    }

    private static long LogLength(string log) => File.Exists(log) ? new FileInfo(log).Length : 0;

    private static string ReadLog(string log, long from)
    {
        // The folder belongs to the server's user: a link there could make us print another file.
        if (!File.Exists(log) || new FileInfo(log).LinkTarget is not null)
        {
            return "";
        }

        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = Math.Min(from, stream.Length);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Tail(string log) => string.Join(" | ", log.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(5));
}
