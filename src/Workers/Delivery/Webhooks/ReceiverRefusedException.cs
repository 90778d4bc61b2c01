namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>The receiver's name leads to an address that may not be told.</summary>
internal sealed class ReceiverRefusedException : IOException
{
    public ReceiverRefusedException()
        : base("The receiver's address is not allowed.")
    {
    }

    public ReceiverRefusedException(string message)
        : base(message)
    {
    }

    public ReceiverRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
