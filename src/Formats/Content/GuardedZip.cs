using System.Buffers.Binary;
using System.IO.Compression;
using Pipeline.Domain.Documents;

namespace Pipeline.Formats.Content;

/// <summary>A ZIP archive that was looked at before it is opened: its directory is small enough to be held, and what its entries unpack to is counted as it comes, whatever they declare.</summary>
public sealed class GuardedZip : IDisposable
{
    /// <summary>5,000 entries: a DOCX with a picture on every page has some hundred, a batch of contracts some thousand.</summary>
    public const int MaxEntries = 5000;

    /// <summary>4 MiB of directory: 5,000 entries with names of 800 bytes. The archive's class reads it as a whole.</summary>
    private const long MaxDirectoryBytes = 4L << 20;

    /// <summary>Deflate cannot do better than about 1,030 to 1; XML of Word reaches 30 to 50.</summary>
    private const long MaxRatio = 200;

    /// <summary>Below 1 MiB the ratio says nothing: a short file of blanks is no attack.</summary>
    private const long RatioFrom = 1L << 20;

    private const int EndBytes = 22;
    private const int MaxCommentBytes = ushort.MaxValue;

    private GuardedZip(ZipArchive archive) => Archive = archive;

    public ZipArchive Archive { get; }

    /// <exception cref="ReadingRefusedException">It is damaged, or has too many entries.</exception>
    public static GuardedZip Open(Stream content, bool leaveOpen)
    {
        CheckDirectory(content);
        try
        {
            var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen);
            // Reads the directory now, so that what is wrong with it is found here.
            return archive.Entries.Count <= MaxEntries ? new GuardedZip(archive) : throw new ReadingRefusedException(DocumentFailures.TooManyEntries(MaxEntries));
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException or NotSupportedException or EndOfStreamException or OverflowException)
        {
            throw new ReadingRefusedException(DocumentFailures.Damaged);
        }
    }

    /// <summary>The unpacked bytes, in a stream that refuses to give more than <paramref name="limit"/>.</summary>
    public static Stream Read(ZipArchiveEntry entry, long limit)
    {
        if (entry.Length > limit || (entry.Length > RatioFrom && entry.Length / Math.Max(1, entry.CompressedLength) > MaxRatio))
        {
            throw new ReadingRefusedException(DocumentFailures.TooMuchUnpacked);
        }

        // Checked on what comes as well: the declared length may be a lie.
        var most = Math.Min(limit, Math.Max(RatioFrom, MaxRatio * Math.Max(1, entry.CompressedLength)));
        try
        {
            return new CappedStream(entry.Open(), most, () => throw new ReadingRefusedException(DocumentFailures.TooMuchUnpacked));
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException)
        {
            throw new ReadingRefusedException(entry.IsEncrypted ? DocumentFailures.Encrypted : DocumentFailures.Damaged);
        }
    }

    public void Dispose() => Archive.Dispose();

    // APPNOTE 4.3.16: the end record, with at most 64 KiB of comment behind it. Counts of 0xFFFF mean ZIP64, which nothing below 4 GiB needs.
    private static void CheckDirectory(Stream content)
    {
        var tail = new byte[(int)Math.Min(content.Length, EndBytes + MaxCommentBytes)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || tail.Length - at < EndBytes)
        {
            throw new ReadingRefusedException(DocumentFailures.Damaged);
        }

        var end = tail.AsSpan(at);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        var room = content.Length - tail.Length + at - start;
        if (entries > MaxEntries || room > MaxDirectoryBytes)
        {
            throw new ReadingRefusedException(DocumentFailures.TooManyEntries(MaxEntries));
        }

        if (room < 0)
        {
            throw new ReadingRefusedException(DocumentFailures.Damaged);
        }

        content.Position = 0;
    }
}
