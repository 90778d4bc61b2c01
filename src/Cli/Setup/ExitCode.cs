namespace Pipeline.Cli.Setup;

/// <summary>What scripts can trust (README, Exit codes).</summary>
internal static class ExitCode
{
    /// <summary>All read.</summary>
    public const int Done = 0;

    /// <summary>Something is missing on this machine, or an error of ours.</summary>
    public const int Fault = 1;

    public const int Usage = 2;

    /// <summary>Some documents failed; the others were read.</summary>
    public const int SomeFailed = 3;

    public const int Interrupted = 130;
}
