namespace Pipeline.Cli.Engine;

/// <summary>What a process that was asked one thing said.</summary>
internal sealed record ChildAnswer(int ExitCode, string Output, string Errors)
{
    /// <summary>What llama.cpp and we said on standard error.</summary>
    public string Reason()
    {
        var lines = Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("load_backend:", StringComparison.Ordinal)).ToArray();
        // The first names the cause; the last is ours and says what to do.
        return lines.Length > 0 ? string.Join(" … ", lines.Length == 1 ? lines : [lines[0], lines[^1]]) : FormattableString.Invariant($"exit code {ExitCode}.");
    }
}
