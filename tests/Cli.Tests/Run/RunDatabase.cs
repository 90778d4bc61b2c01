using Npgsql;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Looks into the embedded database of a data folder while a run uses it.</summary>
internal static class RunDatabase
{
    /// <summary>Waits until a query gives at least a number.</summary>
    public static async Task WaitForAsync(string dataFolder, string query, long atLeast, PipelineProcess run)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!run.HasExited && System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(5))
        {
            if (await ScalarAsync(dataFolder, query) >= atLeast)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"The run ended, or five minutes passed, before \"{query}\" gave {atLeast}. It said:\n{run.Errors}");
    }

    /// <summary>Null while the server is not there yet.</summary>
    public static async Task<long?> ScalarAsync(string dataFolder, string query)
    {
        try
        {
            // Lines of postmaster.pid: 4 = port, 5 = socket folder.
            var lines = await File.ReadAllLinesAsync(Path.Combine(dataFolder, "postgres", "data", "postmaster.pid"));
            if (lines.Length < 6 || lines[4].Length == 0)
            {
                // Still starting.
                return null;
            }

            var connection = new NpgsqlConnectionStringBuilder
            {
                Host = lines[4],
                Port = int.Parse(lines[3], System.Globalization.CultureInfo.InvariantCulture),
                Username = "pipeline",
                Database = "pipeline",
                Pooling = false,
                GssEncryptionMode = GssEncryptionMode.Disable,
            };
            await using var source = NpgsqlDataSource.Create(connection);
            await using var command = source.CreateCommand(query);
            return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or NpgsqlException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
