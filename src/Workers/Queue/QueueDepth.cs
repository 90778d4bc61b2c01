namespace Pipeline.Workers.Queue;

/// <summary>A queue as the broker sees it.</summary>
public sealed record QueueDepth(long Messages, long Consumers);
