namespace Pipeline.Domain.Costs;

/// <summary>The price list cannot be used. The message names the file and what to change in it.</summary>
public sealed class PriceListException : Exception
{
    public PriceListException()
    {
    }

    public PriceListException(string message)
        : base(message)
    {
    }

    public PriceListException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
