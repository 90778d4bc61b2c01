namespace Pipeline.Inference.Scheduling;

/// <summary>One of the two ways to ask a model (extraction.md §4).</summary>
internal interface IReadingStyle
{
    /// <summary>Cuts a document into the passages that lanes of this style read, and tells its job how many there are.</summary>
    /// <exception cref="ArgumentException">The field list cannot be asked for.</exception>
    IReadOnlyList<Passage> Pack(ReadJob job, EngineRequest request);

    IEngineLane NewLane();
}
