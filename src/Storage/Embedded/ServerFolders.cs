using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>Where things lie under the data folder. Only <c>data</c> and <c>log</c> belong to the server's user; configuration and binaries
/// belong to us, so that a server that was taken over cannot change what we read or run.</summary>
internal sealed class ServerFolders(string root)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Root { get; } = root;

    public string Data => Path.Combine(Root, "data");

    public string DataAside => Path.Combine(Root, "data.partial");

    public string Configuration => Path.Combine(Root, "etc");

    public string Log => Path.Combine(Root, "log", "postgres.log");

    public string Socket => Path.Combine(Root, "run");

    public async Task PrepareAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, account.IsAnother ? Passable : Private);
        Directory.CreateDirectory(Configuration);
        File.SetUnixFileMode(Configuration, account.IsAnother ? Passable : Private);
        MakeOwned(Path.GetDirectoryName(Log)!, account);
        if (account.IsAnother)
        {
            await CheckReachableAsync(account, cancellationToken);
        }
    }

    public static void MakeOwned(string folder, ServerAccount account)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Private);
        account.Own(folder);
    }

    private async Task CheckReachableAsync(ServerAccount account, CancellationToken cancellationToken)
    {
        var entered = await ChildCommand.RunAsync("/", account.Run("/usr/bin/test", "-x", Configuration), cancellationToken);
        if (entered.ExitCode == 0)
        {
            return;
        }

        var closed = Ancestors(Root).Reverse().FirstOrDefault(IsClosed) ?? Root;
        throw new EmbeddedPostgresException($"The user {account.Name}, which PostgreSQL runs as, cannot pass through {closed}. Choose a data folder elsewhere with --data, or run `chmod o+x` on it.");
    }

    private static bool IsClosed(string folder) => (FileStatus.Of(folder, followLinks: true)?.Mode & 1) == 0;

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            yield return current;
        }
    }
}
