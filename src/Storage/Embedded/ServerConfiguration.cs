namespace Pipeline.Storage.Embedded;

/// <summary>The server's configuration, written anew at each start so that an update of ours takes effect.</summary>
internal static class ServerConfiguration
{
    public const string User = "pipeline";

    // Peer authentication: the kernel tells the server who connects, so there is no password to keep, and the socket is safe
    // even if its folder were opened by mistake. Root and the server's own user are both known as the role "pipeline".
    public static void Write(ServerFolders folders, ServerAccount account, string socketFolder)
    {
        var hosts = Path.Combine(folders.Configuration, "pg_hba.conf");
        var identities = Path.Combine(folders.Configuration, "pg_ident.conf");
        WriteFile(hosts, $"local all {User} peer map=owner\n");
        var names = account.IsAnother ? new[] { Environment.UserName, account.Name } : [account.Name];
        WriteFile(identities, string.Concat(names.Select(name => $"owner \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {User}\n")));
        WriteFile(Path.Combine(folders.Configuration, "postgresql.conf"), $"""
            hba_file = {Quote(hosts)}
            ident_file = {Quote(identities)}
            listen_addresses = ''
            unix_socket_directories = {Quote('"' + socketFolder.Replace("\"", "\"\"", StringComparison.Ordinal) + '"')}
            unix_socket_permissions = 0700
            port = {SocketFolder.Port}
            max_connections = 50
            # A laptop's share: the working set is small, and the model needs the memory.
            shared_buffers = 64MB
            max_wal_size = 256MB
            jit = off
            # Accepted means durable.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            # One server, backed up by a clean stop and a copy: no WAL for replicas.
            wal_level = minimal
            max_wal_senders = 0
            timezone = 'UTC'
            lc_messages = 'C'
            # The log never holds statements or key values: they may carry names of files and text of documents.
            log_destination = 'stderr'
            logging_collector = off
            log_line_prefix = '%m [%p] '
            log_min_error_statement = panic
            log_error_verbosity = terse

            """);
    }

    private static string Quote(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static void WriteFile(string path, string text)
    {
        var aside = path + ".partial";
        File.WriteAllText(aside, text);
        File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(aside, path, overwrite: true);
    }
}
