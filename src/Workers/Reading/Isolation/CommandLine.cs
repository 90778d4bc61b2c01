using System.Globalization;

namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Wraps a tool in prlimit and, where it works, in bubblewrap.</summary>
internal static class CommandLine
{
    // What programs and their libraries need to start; --ro-bind-try skips what a distribution does not have.
    private static readonly string[] Visible = ["/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts"];

    private static readonly string[] Sandbox =
    [
        "--unshare-all",
        // Bubblewrap's own first process would end without waiting for the tool, and the tool's CPU time would be lost.
        "--as-pid-1",
        "--die-with-parent",
        "--cap-drop", "ALL",
        "--ro-bind", "/usr", "/usr",
        .. Visible.SelectMany(path => new[] { "--ro-bind-try", path, path }),
        "--dev", "/dev",
        "--remount-ro", "/",
        "--chdir", "/",
    ];

    private static readonly string[] Scratch = ["--tmpfs", "/tmp"];

    public static IReadOnlyList<string> Build(IsolationReport isolation, string tool, LimitedCommand command, ProcessLimits limits)
    {
        if (isolation.Prlimit is not { } prlimit)
        {
            throw new ToolUnavailableException(isolation.Explanation);
        }

        return isolation.Bubblewrap is { } bubblewrap
            ? [prlimit, .. Limit(limits), bubblewrap, .. command.Scratch ? Scratch : [], .. Sandbox, "--", tool, .. command.Arguments]
            : [prlimit, .. Limit(limits), tool, .. command.Arguments];
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

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
