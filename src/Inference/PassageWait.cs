namespace Pipeline.Inference;

/// <summary>How long a passage waited from its way into the queue until a lane took it.</summary>
/// <param name="Steps">Of that lane, that ended meanwhile.</param>
public readonly record struct PassageWait(TimeSpan Time, int Steps);
