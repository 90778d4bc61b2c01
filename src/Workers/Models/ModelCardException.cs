namespace Pipeline.Workers.Models;

/// <summary>A model cannot be used; the message tells an operator what to do.</summary>
public sealed class ModelCardException : Exception
{
    public ModelCardException(string message)
        : base(message)
    {
    }

    public ModelCardException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public ModelCardException()
    {
    }
}
