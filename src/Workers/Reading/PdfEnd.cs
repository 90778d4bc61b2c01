using Pipeline.Domain.Documents;

namespace Pipeline.Workers.Reading;

/// <summary>What can be told from a file's bytes without a parser.</summary>
internal static class PdfSniffer
{
    /// <summary>PDF 1.7, annex H.3.4.1: readers accept the header anywhere in the first 1024 bytes.</summary>
    private const int HeaderBytes = 1024;

    /// <summary>Annex H.3.4.4: the end marker is looked for in the last 1024 bytes.</summary>
    private const int TrailerBytes = 1024;

    /// <returns>The failure, or null with <c>EndsWell</c> telling whether the end marker is there.</returns>
    public static (DocumentFailure? Failure, bool EndsWell) Look(string path, long maxBytes)
    {
        try
        {
            // The length first: opening a pipe would wait for its writer for ever, and pipes and devices have none.
            var length = new FileInfo(path).Length;
            if (length == 0 || length > maxBytes)
            {
                return (length == 0 ? DocumentFailures.Empty : DocumentFailures.TooLarge(length, maxBytes), false);
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Has(file, 0, HeaderBytes, "%PDF-"u8)
                ? (null, Has(file, Math.Max(0, length - TrailerBytes), TrailerBytes, "%%EOF"u8))
                : (DocumentFailures.NotAPdf, false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (DocumentFailures.Unreadable, false);
        }
    }

    private static bool Has(FileStream file, long offset, int bytes, ReadOnlySpan<byte> mark)
    {
        Span<byte> buffer = stackalloc byte[bytes];
        file.Position = offset;
        var read = file.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false);
        return buffer[..read].IndexOf(mark) >= 0;
    }
}
