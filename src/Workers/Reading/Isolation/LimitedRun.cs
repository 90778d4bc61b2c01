namespace Pipeline.Workers.Reading.Isolation;

/// <summary>How a limited child ended and what came of its output.</summary>
/// <param name="ExitCode">The exit code, or null when the child did not exit by itself.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
/// <param name="CpuSeconds">User and system time of the child and its descendants.</param>
/// <param name="Errors">The start of its standard error. May quote the document: never to be logged.</param>
/// <param name="Output">What the output was read into; only present when <paramref name="End"/> is <see cref="ProcessEnd.Exited"/>.</param>
/// <param name="Refusal">Why the output was refused.</param>
public sealed record LimitedRun<T>(ProcessEnd End, int? ExitCode, int? Signal, double CpuSeconds, string Errors, T? Output, InvalidDataException? Refusal);
