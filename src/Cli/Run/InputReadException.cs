namespace Pipeline.Cli.Run;

/// <summary>An input file could be opened and not be read to its end.</summary>
internal sealed class InputReadException : Exception
{
    public InputReadException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public InputReadException(string message)
        : base(message)
    {
    }

    public InputReadException()
    {
    }
}
