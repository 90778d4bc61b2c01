namespace Pipeline.Inference.Supervision;

/// <summary>A document that somebody waits for.</summary>
internal sealed class PendingRead
{
    public PendingRead(long id, EngineRequest request)
    {
        Id = id;
        Request = request;
    }

    public long Id { get; }

    public EngineRequest Request { get; }

    /// <summary>It was sent while nothing else was in flight, after a crash.</summary>
    public bool Alone { get; set; }

    /// <summary>How often the child died while it read this document alone. Once can be an accident from outside; twice is the document.</summary>
    public int CrashesAlone { get; set; }

    public TaskCompletionSource<EngineReading> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
