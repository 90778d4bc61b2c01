namespace Pipeline.Inference;

/// <summary>The engine cannot start on this machine or with this model; the message tells an operator what to do.</summary>
public sealed class EngineSetupException : Exception
{
    public EngineSetupException(string message)
        : base(message)
    {
    }

    public EngineSetupException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public EngineSetupException()
    {
    }

    /// <summary>Whether memory was short, and for what.</summary>
    public EngineShortage Shortage { get; init; }
}
