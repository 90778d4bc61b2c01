using Npgsql;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>The embedded server of a data folder that another process holds: a command may use it beside that process, and never stops it.</summary>
public static class LiveServer
{
    /// <summary>Connection string, or null where no server of this folder runs and answers.</summary>
    /// <param name="dataFolder">Not locked: whoever runs the server has it.</param>
    /// <param name="cancellationToken">Ends the try to connect.</param>
    /// <exception cref="EmbeddedPostgresException">Somebody else could be listening at its socket.</exception>
    public static async Task<string?> FindAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var folders = new ServerFolders(Path.Combine(Path.GetFullPath(dataFolder), "postgres"));
        if (FileStatus.Of(folders.Data) is not { } data || FindPostmaster(folders, data.User) is not { } postmaster)
        {
            return null;
        }

        SocketFolder.Check(postmaster.SocketFolder, data.User);
        var connection = EmbeddedPostgres.ConnectionStringOf(postmaster);
        try
        {
            await using var tried = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
            await tried.OpenAsync(cancellationToken);
            return connection;
        }
        catch (NpgsqlException)
        {
            // On its way up or down: whoever has the folder says so.
            return null;
        }
    }

    private static Postmaster? FindPostmaster(ServerFolders folders, uint owner)
    {
        try
        {
            return Postmaster.Find(folders.Data, owner);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's: only root and that user may look.
            return null;
        }
    }
}
