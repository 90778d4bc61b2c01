namespace Pipeline.Inference.Scheduling;

/// <summary>How much may wait, and for how long bulk passages stand back.</summary>
internal sealed record QueueLimits
{
    /// <summary>Passages of each priority that may wait for a slot; a document comes in while there are fewer, whole. Its caller waits until then: back-pressure instead of memory without end.</summary>
    public int Passages { get; init; } = 256;

    /// <summary>A bulk passage that has waited this long is no longer passed by every interactive one.</summary>
    public TimeSpan BulkPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Then one of so many passages taken is a bulk one, so that a document of the one kind can hardly be felt by the other.</summary>
    public int BulkShare { get; init; } = 8;
}
