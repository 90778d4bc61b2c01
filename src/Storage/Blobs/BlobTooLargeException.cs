namespace Pipeline.Storage.Blobs;

/// <summary>The content is larger than the caller allows. Nothing of it was kept.</summary>
public sealed class BlobTooLargeException : Exception
{
    public BlobTooLargeException()
    {
    }

    public BlobTooLargeException(string message)
        : base(message)
    {
    }

    public BlobTooLargeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public BlobTooLargeException(long limitBytes)
        : base(FormattableString.Invariant($"The content is larger than {limitBytes} bytes.")) => LimitBytes = limitBytes;

    public long LimitBytes { get; }
}
