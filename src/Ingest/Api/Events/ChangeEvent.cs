namespace Pipeline.Ingest.Api.Events;

/// <summary>One event of a stream.</summary>
/// <param name="Id">The same for the same state: a client that has seen it is not told again.</param>
/// <param name="Name">state or progress.</param>
/// <param name="Data">JSON on one line.</param>
/// <param name="IsLast">Nothing more will happen.</param>
internal sealed record ChangeEvent(string Id, string Name, string Data, bool IsLast);
