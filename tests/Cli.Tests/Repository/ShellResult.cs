namespace Pipeline.Cli.Tests.Repository;

internal sealed record ShellResult
{
    public required int ExitCode { get; init; }

    public required string Output { get; init; }

    public required string Error { get; init; }
}
