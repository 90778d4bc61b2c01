namespace Pipeline.Inference;

/// <summary>A document that the engine died on while it read nothing else.</summary>
public sealed class EngineCrashException : Exception
{
    public EngineCrashException(string message)
        : base(message)
    {
    }

    public EngineCrashException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public EngineCrashException()
    {
    }
}
