using System.Runtime.InteropServices;

namespace Pipeline.Ingest.Drop.Posix;

/// <summary>A call of the system failed. Its message names no file.</summary>
internal sealed class PosixException : IOException
{
    // errno(3) of Linux.
    public const int NotThere = 2;
    public const int Denied = 13;
    public const int Exists = 17;
    public const int OtherFileSystem = 18;
    public const int NotAFolder = 20;
    public const int Invalid = 22;
    public const int NotImplemented = 38;
    public const int NotEmpty = 39;
    public const int ALink = 40;
    public const int TryAgain = 11;

    public PosixException()
    {
    }

    public PosixException(string message)
        : base(message)
    {
    }

    public PosixException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public PosixException(int error, string doing)
        : base($"{doing}: {Marshal.GetPInvokeErrorMessage(error)}") => Error = error;

    public int Error { get; }

    /// <summary>Of the call just made on this thread.</summary>
    public static PosixException Last(string doing) => new(Marshal.GetLastPInvokeError(), doing);
}
