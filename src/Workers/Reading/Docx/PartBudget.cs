using System.IO.Compression;
using Pipeline.Domain.Documents;
using Pipeline.Formats;
using Pipeline.Formats.Content;

namespace Pipeline.Workers.Reading.Docx;

/// <summary>What all parts of a document may unpack to together; a part that is named twice counts twice.</summary>
internal sealed class PartBudget(long bytes)
{
    private long _left = bytes;

    /// <exception cref="ReadingRefusedException">There is more in it than is left.</exception>
    public Stream Open(ZipArchiveEntry entry)
    {
        _left -= entry.Length;
        return _left >= 0 ? GuardedZip.Read(entry, entry.Length) : throw new ReadingRefusedException(DocumentFailures.TooMuchUnpacked);
    }
}
