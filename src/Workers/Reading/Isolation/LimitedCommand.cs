namespace Pipeline.Workers.Reading.Isolation;

/// <summary>A tool to run over one file that nobody trusts.</summary>
/// <param name="Tool">Name of a program, looked up in the system's program folders.</param>
/// <param name="Arguments">Its arguments. No shell reads them.</param>
/// <param name="InputFile">The file that becomes its standard input, opened by us: the child needs neither its name nor the right to open it, and the sandbox shows no file of the user at all. Null for no input.</param>
public sealed record LimitedCommand(string Tool, IReadOnlyList<string> Arguments, string? InputFile)
{
    /// <summary>The tool needs a place for files of its own: an empty /tmp that goes when it ends. Without a sandbox it is the machine's.</summary>
    public bool Scratch { get; init; }
}
