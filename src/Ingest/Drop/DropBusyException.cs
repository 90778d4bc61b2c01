namespace Pipeline.Ingest.Drop;

/// <summary>The file is still being written, or was while it was read. Nothing of it was kept.</summary>
internal sealed class DropBusyException : IOException
{
    public DropBusyException()
        : base("The file is being written.")
    {
    }

    public DropBusyException(string message)
        : base(message)
    {
    }

    public DropBusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
