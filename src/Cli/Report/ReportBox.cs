using Pipeline.Domain.Results;

namespace Pipeline.Cli.Report;

/// <summary>A place to be shown on a page.</summary>
/// <param name="Id">Of the place, for links.</param>
/// <param name="Value">Id of the value that it proves.</param>
/// <param name="Title">Shown where the pointer rests.</param>
/// <param name="Candidate">Shown only when asked for.</param>
internal sealed record ReportBox(string Id, string Value, string Title, bool Candidate, Evidence Evidence);
