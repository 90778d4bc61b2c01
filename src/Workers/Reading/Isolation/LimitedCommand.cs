namespace Pipeline.Workers.Reading.Isolation;

/// <summary>A tool to run over one file that nobody trusts.</summary>
/// <param name="Tool">Name of a program, looked up in the system's program folders.</param>
/// <param name="InputFile">The file; the sandbox shows it under another name.</param>
/// <param name="Arguments">The arguments, given the absolute path under which the child sees the file. No shell reads them.</param>
public sealed record LimitedCommand(string Tool, string InputFile, Func<string, IReadOnlyList<string>> Arguments);
