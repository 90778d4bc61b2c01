namespace Pipeline.Cli.Setup;

/// <summary>Something that a person can put right; the message says how. Shown without a stack trace.</summary>
internal sealed class OperatorException : Exception
{
    public OperatorException(string message)
        : base(message)
    {
    }

    public OperatorException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public OperatorException()
    {
    }
}
