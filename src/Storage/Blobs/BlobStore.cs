using System.Buffers;
using System.Security.Cryptography;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Posix;

namespace Pipeline.Storage.Blobs;

/// <summary>Content under its own SHA-256, per tenant, in two levels of folders. A blob that has its name is whole and on disk: it is written aside,
/// synced, renamed, and its folder synced, before <see cref="PutAsync"/> returns and any row may name it.</summary>
public sealed class BlobStore
{
    private const int BufferBytes = 128 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;
    private readonly string _incoming;

    public BlobStore(string folder, TenantId tenant)
    {
        _root = Path.Combine(Path.GetFullPath(folder), tenant.Value.ToString("D"));
        // Inside the same file system, or the rename would be a copy.
        _incoming = Path.Combine(_root, "incoming");
        Directory.CreateDirectory(_incoming, OwnerOnly);
        Durable.SyncFolder(folder);
        Durable.SyncFolder(_root);
    }

    /// <summary>Stores content while hashing it; the same content again changes nothing.</summary>
    /// <param name="content">Read to its end, never held in memory.</param>
    /// <param name="maxBytes">More than this is refused.</param>
    /// <param name="cancellationToken">Ends the copy; nothing is kept.</param>
    /// <exception cref="BlobTooLargeException">The content is larger than <paramref name="maxBytes"/>.</exception>
    public async Task<Blob> PutAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        using var staged = await StageAsync(content, maxBytes, cancellationToken);
        staged.Place();
        return new Blob(staged.Sha256, staged.SizeBytes);
    }

    /// <summary>Writes content aside while hashing it, synced but under no name yet: it can be looked at before it is kept or dropped.</summary>
    /// <param name="content">Read to its end, never held in memory.</param>
    /// <param name="maxBytes">More than this is refused.</param>
    /// <param name="cancellationToken">Ends the copy; nothing is kept.</param>
    /// <exception cref="BlobTooLargeException">The content is larger than <paramref name="maxBytes"/>.</exception>
    public async Task<StagedBlob> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var aside = Path.Combine(_incoming, Guid.CreateVersion7().ToString("N"));
        try
        {
            return new StagedBlob(this, aside, await WriteAsideAsync(content, aside, maxBytes, cancellationToken));
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }

    /// <exception cref="FileNotFoundException">No such blob.</exception>
    public Stream Open(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new FileNotFoundException($"There is no blob {sha256}.", exception);
        }
    }

    public bool Exists(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>For tools that take a path. The file must not be changed.</summary>
    /// <exception cref="ArgumentException">The name is not a SHA-256 in lower-case hex.</exception>
    public string PathOf(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(_root, sha256[..2], sha256[2..4], sha256)
        : throw new ArgumentException("A blob's name is a SHA-256 in lower-case hex.", nameof(sha256));

    /// <summary>Takes a blob away for good, unless it was written after <paramref name="since"/>: then somebody is about to name it again.</summary>
    /// <returns>False where it was written since.</returns>
    internal bool Remove(string sha256, DateTimeOffset since)
    {
        var file = new FileInfo(PathOf(sha256));
        if (!file.Exists)
        {
            return true;
        }

        if (file.LastWriteTimeUtc > since.UtcDateTime)
        {
            return false;
        }

        file.Delete();
        Durable.SyncFolder(file.DirectoryName!);
        return true;
    }

    /// <summary>Names of the blobs in one part of the store, of 256, that were written before a time.</summary>
    /// <param name="part">First byte of their names.</param>
    internal IEnumerable<string> WrittenBefore(byte part, DateTimeOffset time)
    {
        var folder = new DirectoryInfo(Path.Combine(_root, Convert.ToHexStringLower([part])));
        return folder.Exists
            ? folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Name.Length == 64 && file.LastWriteTimeUtc < time.UtcDateTime).Select(file => file.Name)
            : [];
    }

    /// <summary>Removes copies that nobody wrote to since a time: their processes were killed.</summary>
    internal void RemoveLeftovers(DateTimeOffset notWrittenSince)
    {
        foreach (var leftover in new DirectoryInfo(_incoming).EnumerateFiles().Where(file => file.LastWriteTimeUtc < notWrittenSince.UtcDateTime))
        {
            leftover.Delete();
        }
    }

    internal void Place(string aside, string sha256)
    {
        var path = PathOf(sha256);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, OwnerOnly);
        // Checkpoint: killed before the rename, a nameless file is left in incoming/, swept at the next start; after it, the blob is whole.
        File.Move(aside, path, overwrite: true);
        SyncNames(folder);
    }

    /// <summary>Removes what interrupted copies left. Only for the owner of the data folder, before any copy starts.</summary>
    public int RemoveLeftovers()
    {
        var leftovers = Directory.GetFiles(_incoming);
        foreach (var leftover in leftovers)
        {
            File.Delete(leftover);
        }

        return leftovers.Length;
    }

    private static async Task<Blob> WriteAsideAsync(Stream content, string aside, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(aside, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            long size = 0;
            while (await content.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken) is > 0 and var read)
            {
                size += read;
                if (size > maxBytes)
                {
                    throw new BlobTooLargeException(maxBytes);
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            RandomAccess.FlushToDisk(file.SafeFileHandle);
            return new Blob(Convert.ToHexStringLower(hash.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // All levels each time: a copy beside this one may have made a folder and not have synced it yet. What is clean costs next to nothing.
    private void SyncNames(string folder)
    {
        Durable.SyncFolder(folder);
        Durable.SyncFolder(Path.GetDirectoryName(folder)!);
        Durable.SyncFolder(_root);
    }
}
