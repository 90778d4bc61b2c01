using System.Globalization;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Wraps a tool in prlimit and, where it works, in bubblewrap.</summary>
internal static class CommandLine
{
    private const string SandboxInput = "/input";

    // What programs and their libraries need to start; --ro-bind-try skips what a distribution does not have.
    private static readonly string[] Visible = ["/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts"];

    public static IReadOnlyList<string> Build(IsolationReport isolation, string tool, LimitedCommand command, ProcessLimits limits)
    {
        if (isolation.Prlimit is not { } prlimit)
        {
            throw new InvalidOperationException(isolation.Explanation);
        }

        // Absolute: a name such as "-opw" must not be read as an option.
        var input = Path.GetFullPath(command.InputFile);
        return isolation.Bubblewrap is { } bubblewrap
            ? [prlimit, .. Limit(limits), bubblewrap, .. Sandbox(input), tool, .. command.Arguments(SandboxInput)]
            : [prlimit, .. Limit(limits), tool, .. command.Arguments(input)];
    }

    private static string[] Limit(ProcessLimits limits)
    {
        var cpu = (long)Math.Ceiling(limits.Cpu.TotalSeconds);
        return
        [
            Invariant($"--as={limits.AddressSpaceBytes}"),
            // The soft limit sends SIGXCPU, the hard one SIGKILL: the first process of a pid namespace does not see the former.
            Invariant($"--cpu={cpu}:{cpu + 1}"),
            "--core=0",
            Invariant($"--fsize={limits.FileSizeBytes}"),
            Invariant($"--nofile={limits.OpenFiles}"),
            "--",
        ];
    }

    private static string[] Sandbox(string input) =>
    [
        "--unshare-all",
        // Bubblewrap's own first process would end without waiting for the tool, and the tool's CPU time would be lost.
        "--as-pid-1",
        "--die-with-parent",
        "--cap-drop", "ALL",
        "--ro-bind", "/usr", "/usr",
        .. Visible.SelectMany(path => new[] { "--ro-bind-try", path, path }),
        "--dev", "/dev",
        "--ro-bind", input, SandboxInput,
        "--remount-ro", "/",
        "--chdir", "/",
        "--",
    ];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
