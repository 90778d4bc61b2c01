namespace Pipeline.Workers.Reading;

/// <summary>Whether a PDF ends as one does: of what was cut off, poppler reads what is left.</summary>
internal static class PdfEnd
{
    /// <summary>PDF 1.7, annex H.3.4.4: the end marker is looked for in the last 1024 bytes.</summary>
    private const int TrailerBytes = 1024;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static bool IsThere(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        file.Position = Math.Max(0, file.Length - TrailerBytes);
        var read = file.ReadAtLeast(trailer, TrailerBytes, throwOnEndOfStream: false);
        return trailer[..read].IndexOf("%%EOF"u8) >= 0;
    }
}
