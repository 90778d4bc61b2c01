using System.IO.Compression;
using System.Runtime.CompilerServices;
using Pipeline.Domain.Documents;
using Pipeline.Formats.Content;

namespace Pipeline.Formats.Containers;

/// <summary>Takes the documents out of ZIP archives and mails, and out of those inside of them. Nothing is written under a name from the container.</summary>
public sealed class ContainerExpander(long maxBytes)
{
    /// <summary>A mail in an archive, or an archive in a mail; what lies deeper is refused.</summary>
    private const int MaxDepth = 2;

    /// <summary>1 GiB in all: five files of the largest size that is read.</summary>
    private const long MaxTotalBytes = 1L << 30;

    private static readonly ContentType[] Containers = [ContentType.Zip, ContentType.Mail];

    public static bool IsContainer(ContentType type) => Containers.Contains(type);

    /// <param name="name">The container's own name; the names of its files start with it.</param>
    /// <param name="content">Can seek; stays the caller's.</param>
    /// <returns>At least one: a container without a document gives one failure in its own name.</returns>
    public async IAsyncEnumerable<ContainedFile> ExpandAsync(string name, Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var budget = new Budget(MaxTotalBytes, GuardedZip.MaxEntries);
        var found = false;
        await foreach (var file in ExpandAsync(name, content, 1, budget, cancellationToken))
        {
            found = true;
            yield return file;
        }

        if (!found)
        {
            yield return new ContainedFile(name, null, DocumentFailures.NothingInside);
        }
    }

    private async IAsyncEnumerable<ContainedFile> ExpandAsync(string name, Stream content, int depth, Budget budget, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var parts = Open(content, budget, out var refusal);
        if (refusal is not null)
        {
            yield return new ContainedFile(name, null, refusal);
            yield break;
        }

        var names = new EntryNames(name);
        foreach (var part in parts!.Parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shown = names.Next(part.Name);
            // Deleted when it is closed, and without a name of the container's.
#pragma warning disable CA2000 // The iterator disposes of it, also when it is left early; the analyzer does not follow it over a yield.
            using var unpacked = TemporaryFile();
#pragma warning restore CA2000
            if (Unpack(part, unpacked, budget) is { } failure)
            {
                yield return new ContainedFile(shown, null, failure);
                continue;
            }

            var type = unpacked.Length == 0 ? ContentType.Unknown : ContentTypes.Detect(unpacked);
            unpacked.Position = 0;
            if (!IsContainer(type))
            {
                if (type != ContentType.Unknown && !(part.Incidental && IsPicture(type)))
                {
                    yield return new ContainedFile(shown, unpacked, null);
                }
            }
            else if (depth >= MaxDepth)
            {
                yield return new ContainedFile(shown, null, DocumentFailures.NestedContainer);
            }
            else
            {
                await foreach (var inner in ExpandAsync(shown, unpacked, depth + 1, budget, cancellationToken))
                {
                    yield return inner;
                }
            }
        }
    }

    private PartList? Open(Stream content, Budget budget, out DocumentFailure? refusal)
    {
        refusal = null;
        try
        {
            var type = ContentTypes.Detect(content);
            var parts = type == ContentType.Mail ? OpenMail(content) : OpenZip(content);
            budget.TakeEntries(parts.Parts.Count);
            return parts;
        }
        catch (ReadingRefusedException refused)
        {
            refusal = refused.Failure;
            return null;
        }
    }

    private static PartList OpenZip(Stream content)
    {
#pragma warning disable CA2000 // The list disposes of the archive, after its entries were read.
        var zip = GuardedZip.Open(content, leaveOpen: true);
#pragma warning restore CA2000
        var entries = zip.Archive.Entries.Where(entry => entry.Name.Length > 0 && !IsSystemEntry(entry)).OrderBy(entry => entry.FullName, StringComparer.Ordinal);
        return new PartList([.. entries.Select(entry => new ContainerPart(entry.FullName, false, limit => GuardedZip.Read(entry, limit)))], zip);
    }

    private PartList OpenMail(Stream content)
    {
        if (content.Length > maxBytes)
        {
            throw new ReadingRefusedException(DocumentFailures.TooLarge(content.Length, maxBytes));
        }

        var bytes = new byte[content.Length];
        content.Position = 0;
        content.ReadExactly(bytes);
        return new PartList(new MailParts(bytes).Find(), null);
    }

    // What macOS adds to archives: it is no document of the sender's.
    private static bool IsSystemEntry(ZipArchiveEntry entry) =>
        entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) || entry.Name is ".DS_Store" or "Thumbs.db";

    private static bool IsPicture(ContentType type) => type is ContentType.Png or ContentType.Jpeg or ContentType.Tiff;

    private DocumentFailure? Unpack(ContainerPart part, FileStream target, Budget budget)
    {
        var limit = Math.Min(maxBytes, budget.BytesLeft);
        try
        {
            using var source = part.Open(limit);
            source.CopyTo(target);
            budget.TakeBytes(target.Length);
            return null;
        }
        catch (ReadingRefusedException refused)
        {
            budget.TakeBytes(target.Length);
            return refused.Failure;
        }
        catch (InvalidDataException)
        {
            return DocumentFailures.Damaged;
        }
    }

    private static FileStream TemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), "pipeline-part-" + Guid.CreateVersion7().ToString("N")),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });

    private sealed class Budget(long bytes, int entries)
    {
        private int _entries = entries;

        public long BytesLeft { get; private set; } = bytes;

        public void TakeBytes(long count) => BytesLeft = Math.Max(0, BytesLeft - count);

        public void TakeEntries(int count)
        {
            _entries -= count;
            if (_entries < 0)
            {
                throw new ReadingRefusedException(DocumentFailures.TooManyEntries(GuardedZip.MaxEntries));
            }
        }
    }

    private sealed record PartList(IReadOnlyList<ContainerPart> Parts, IDisposable? Owner) : IDisposable
    {
        public void Dispose() => Owner?.Dispose();
    }
}
