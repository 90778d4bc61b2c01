using System.Globalization;
using System.Net;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Which process of this machine listens on a port: what its CPU time is asked of.</summary>
internal static class ListeningProcess
{
    // proc(5): the state of a socket that listens.
    private const string Listening = "0A";

    /// <summary>Null where the host is another, the port is free, or the process is another user's.</summary>
    public static int? Find(string host, int port)
    {
        if (host != "localhost" && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            return null;
        }

        var sockets = Sockets("/proc/net/tcp", port).Concat(Sockets("/proc/net/tcp6", port)).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        return sockets.Count == 0 ? null : ProcessTree.Parents().Keys.Where(process => Holds(process, sockets)).Select(process => (int?)process).Min();
    }

    // "sl local_address rem_address st … inode": addresses and ports in hexadecimal.
    private static IEnumerable<string> Sockets(string table, int port)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return ProcessTree.Read(table).Split('\n').Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[1].EndsWith(end, StringComparison.Ordinal) && fields[3] == Listening)
            .Select(fields => fields[9]);
    }

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd")).Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
