namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Which isolation is in force on this machine, found once at start; <c>pipeline doctor</c> prints <paramref name="Explanation"/>.</summary>
/// <param name="Prlimit">Path of prlimit, null where it is missing.</param>
/// <param name="Bubblewrap">Path of bwrap, null where it is missing or does not work here.</param>
/// <param name="Explanation">What holds, and what to do for more.</param>
public sealed record IsolationReport(IsolationLevel Level, string? Prlimit, string? Bubblewrap, string Explanation);
