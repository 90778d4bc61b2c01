namespace Pipeline.Cli.Benchmarks;

/// <summary>CPU seconds of a process since it started.</summary>
/// <param name="Own">Its threads'.</param>
/// <param name="Children">Of children that ended and were waited for, and of theirs.</param>
internal readonly record struct ProcessTimes(double Own, double Children);
