using Pipeline.Storage.DataFolders;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>The embedded server of a data folder that another process owns: for those who only look.</summary>
public static class RunningPostgres
{
    /// <returns>Null where no server of that folder runs.</returns>
    /// <param name="dataFolder">As <see cref="DataFolder.Path"/>.</param>
    /// <exception cref="EmbeddedPostgresException">Somebody else could be listening in its socket folder.</exception>
    public static string? Find(string dataFolder)
    {
        var cluster = new ServerFolders(Path.Combine(dataFolder, "postgres")).Data;
        if (FileStatus.Of(cluster) is not { User: var owner } || Postmaster.Find(cluster, owner) is not { } running)
        {
            return null;
        }

        SocketFolder.Check(running.SocketFolder, owner);
        return EmbeddedPostgres.ConnectTo(running.SocketFolder, EmbeddedPostgres.Database);
    }
}
