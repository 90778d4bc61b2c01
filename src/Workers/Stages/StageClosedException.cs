namespace Pipeline.Workers.Stages;

/// <summary>This process takes no more documents for the stage: it stops, or what the stage needs is away. Others may.</summary>
public sealed class StageClosedException : Exception
{
    public StageClosedException()
        : base("This process takes no more documents for this stage.")
    {
    }

    public StageClosedException(string message)
        : base(message)
    {
    }

    public StageClosedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
