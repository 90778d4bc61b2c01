namespace Pipeline.Cli.Setup;

/// <summary>What scripts can trust.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int SomeFailed = 1;
    public const int Usage = 2;
    public const int CannotStart = 3;
    public const int Worse = 4;
    public const int InternalError = 70;
    public const int Interrupted = 130;
}
