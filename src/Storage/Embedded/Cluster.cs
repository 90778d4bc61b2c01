using System.Globalization;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>The server's data: made once, aside, and renamed, so that a kill in the middle leaves nothing half made.</summary>
internal static class Cluster
{
    public static async Task EnsureAsync(ServerFolders folders, ServerAccount account, ServerBinaries binaries, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folders.Data))
        {
            CheckVersion(folders.Data, binaries.MajorVersion);
            return;
        }

        progress?.Report("Creating the database");
        if (Directory.Exists(folders.DataAside))
        {
            Directory.Delete(folders.DataAside, recursive: true);
        }

        ServerFolders.MakeOwned(folders.DataAside, account);
        var made = await ChildCommand.RunAsync(
            folders.Configuration,
            account.Run(binaries.Tool("initdb"), "-D", folders.DataAside, "-U", ServerConfiguration.User, "-E", "UTF8", "--no-locale", "--auth=peer", "--data-checksums", "--no-sync", "--no-instructions"),
            cancellationToken);
        if (made.ExitCode != 0)
        {
            throw new EmbeddedPostgresException($"PostgreSQL could not create its data folder: {made.Output}");
        }

        // Checkpoint: --no-sync above, one sync of the file system here; killed before the rename, the next start begins anew.
        Durable.SyncFileSystem(folders.DataAside);
        Directory.Move(folders.DataAside, folders.Data);
        Durable.SyncFolder(folders.Root);
    }

    private static void CheckVersion(string dataFolder, int serverVersion)
    {
        var written = File.ReadAllText(Path.Combine(dataFolder, "PG_VERSION")).Trim();
        if (written != serverVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new EmbeddedPostgresException($"The data folder was written by PostgreSQL {written}, and the installed server is version {serverVersion}. Use the pipeline version that wrote it, or start with another --data.");
        }
    }
}
