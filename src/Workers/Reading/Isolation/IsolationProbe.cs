namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Finds out which isolation works here, by trying it: bubblewrap may be installed and still be forbidden, as in many containers.</summary>
public static class IsolationProbe
{
    private static readonly ProcessLimits Limits = new() { Wall = TimeSpan.FromSeconds(10), OutputBytes = 4096, ErrorBytes = 4096 };

    public static async Task<IsolationReport> DetectAsync(CancellationToken cancellationToken)
    {
        if (ProgramPath.Find("prlimit") is not { } prlimit)
        {
            return new IsolationReport(IsolationLevel.None, null, null, "Cannot read documents: prlimit is missing. Run: sudo apt-get install util-linux.");
        }

        var limited = new IsolationReport(IsolationLevel.Limits, prlimit, null,
            "Parsers run under limits of memory, CPU and time, but see the network and the file system. For a sandbox: apt-get install bubblewrap");
        if (ProgramPath.Find("bwrap") is not { } bubblewrap)
        {
            return limited;
        }

        var sandboxed = new IsolationReport(IsolationLevel.Sandbox, prlimit, bubblewrap,
            "Parsers run under limits of memory, CPU and time, without network, in a read-only view without any of the user's files.");
        try
        {
            var run = await new LimitedProcess(sandboxed).RunAsync(new LimitedCommand("true", [], null), Limits, _ => true, cancellationToken);
            return run is { End: ProcessEnd.Exited, ExitCode: 0 } ? sandboxed : Refused(limited, FirstLine(run.Errors));
        }
        catch (ToolUnavailableException refused)
        {
            return Refused(limited, refused.Message);
        }
    }

    private static IsolationReport Refused(IsolationReport limited, string why) => limited with
    {
        Explanation = $"Parsers run under limits of memory, CPU and time, but see the network and the file system: bubblewrap is installed and does not work here ({why}).",
    };

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
