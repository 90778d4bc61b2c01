namespace Pipeline.Inference;

/// <summary>What is asked for cannot be asked of this engine; the message says why, and never holds text of a document.</summary>
public sealed class EngineRefusalException : Exception
{
    public EngineRefusalException(string message)
        : base(message)
    {
    }

    public EngineRefusalException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public EngineRefusalException()
    {
    }
}
