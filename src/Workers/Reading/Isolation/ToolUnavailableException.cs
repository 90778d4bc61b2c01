namespace Pipeline.Workers.Reading.Isolation;

/// <summary>A parser cannot be started, or not within its limits: no fault of the document, which must not be marked as failed for it.</summary>
public sealed class ToolUnavailableException : Exception
{
    public ToolUnavailableException(string message)
        : base(message)
    {
    }

    public ToolUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public ToolUnavailableException()
    {
    }
}
