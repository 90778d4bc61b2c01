using System.ComponentModel;
using System.Globalization;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Embedded;

/// <summary>The user that the server runs as: ourselves, or an unprivileged one when we are root.</summary>
internal sealed record ServerAccount(string Name, uint User, uint Group, bool IsAnother)
{
    /// <param name="unprivilegedUser">Whose account root uses, made when missing.</param>
    /// <param name="clusterFolder">An existing cluster keeps its owner, since PostgreSQL refuses another.</param>
    /// <param name="cancellationToken">Ends the tools that are asked.</param>
    public static async Task<ServerAccount> ResolveAsync(string unprivilegedUser, string clusterFolder, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(Environment.UserName, NativeMethods.EffectiveUser(), NativeMethods.EffectiveGroup(), IsAnother: false);
        }

        if (FileStatus.Of(clusterFolder) is { User: not 0 } cluster)
        {
            return new ServerAccount(unprivilegedUser, cluster.User, cluster.Group, IsAnother: true);
        }

        return await FindAsync(unprivilegedUser, cancellationToken)
            ?? await CreateAsync(unprivilegedUser, cancellationToken);
    }

    /// <summary>The command as this account runs it. setpriv replaces itself by the command, so signals and exit codes pass.</summary>
    public IReadOnlyList<string> Run(params IReadOnlyList<string> command) => IsAnother
        ? ["/usr/bin/setpriv", $"--reuid={Number(User)}", $"--regid={Number(Group)}", "--clear-groups", "--no-new-privs", "--", .. command]
        : command;

    public void Own(string path)
    {
        if (IsAnother)
        {
            FileStatus.ChangeOwner(path, User, Group);
        }
    }

    private static async Task<ServerAccount?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var user = await ChildCommand.RunAsync("/", ["/usr/bin/id", "-u", "--", name], cancellationToken);
        var group = await ChildCommand.RunAsync("/", ["/usr/bin/id", "-g", "--", name], cancellationToken);
        if (user.ExitCode != 0 || group.ExitCode != 0)
        {
            return null;
        }

        var number = uint.Parse(user.Output, CultureInfo.InvariantCulture);
        return number == 0
            ? throw new EmbeddedPostgresException($"The user {name} is root by another name. PostgreSQL needs an unprivileged one.")
            : new ServerAccount(name, number, uint.Parse(group.Output, CultureInfo.InvariantCulture), IsAnother: true);
    }

    private static async Task<ServerAccount> CreateAsync(string name, CancellationToken cancellationToken)
    {
        string[] command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name];
        string reason;
        try
        {
            reason = (await ChildCommand.RunAsync("/", command, cancellationToken)).Output;
        }
        catch (Win32Exception exception)
        {
            reason = exception.Message;
        }

        // Asked again whatever useradd said: a start beside this one may have made it a moment earlier.
        return await FindAsync(name, cancellationToken)
            ?? throw new EmbeddedPostgresException($"PostgreSQL does not run as root, and its own user could not be made ({reason}). Run `{string.Join(' ', command)}`, start as a plain user, or set ConnectionStrings__Postgres.");
    }

    private static string Number(uint value) => value.ToString(CultureInfo.InvariantCulture);
}
