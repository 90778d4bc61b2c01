using System.Security.Cryptography;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Documents;

namespace Pipeline.Cli.Run;

/// <summary>Copies the input files into the blob store and registers them; what cannot be read is registered as such.</summary>
internal sealed class RunIntake(DocumentIntake intake, BlobStore blobs, long maxBytes)
{
    // A pipe that nobody writes to or a dead network mount never opens; a file does at once.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(10);

    public async Task<RunItem> AddAsync(InputFile file, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await StoreAsync(file, cancellationToken);
            if (blob.SizeBytes == 0)
            {
                return await UnreadableAsync(file, DocumentFailures.Empty, cancellationToken);
            }

            var document = await intake.RegisterAsync(new SourceFile(file.Name, file.Path, blob.Sha256, blob.SizeBytes), cancellationToken);
            return new RunItem(file, document.Id, document.DuplicateOf ?? document.Id, blob.Sha256, null);
        }
        catch (InputReadException)
        {
            return await UnreadableAsync(file, DocumentFailures.Unreadable, cancellationToken);
        }
        catch (BlobTooLargeException)
        {
            return await UnreadableAsync(file, DocumentFailures.TooLarge(SizeAtLeast(file), maxBytes), cancellationToken);
        }
    }

    /// <summary>A file whose content is stored already is only read, so that a run over known files writes nothing.</summary>
    private async Task<Blob> StoreAsync(InputFile file, CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(file, cancellationToken);
        await using var input = new InputStream(content);
        if (content.CanSeek)
        {
            if (content.Length > maxBytes)
            {
                throw new BlobTooLargeException(maxBytes);
            }

            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(input, cancellationToken));
            if (content.Length == 0 || blobs.Exists(hash))
            {
                return new Blob(hash, content.Length);
            }

            content.Position = 0;
        }

        return await blobs.PutAsync(input, maxBytes, cancellationToken);
    }

    /// <summary>A pipe has no size: all that is known is that it holds more.</summary>
    private long SizeAtLeast(InputFile file) => Math.Max(new FileInfo(file.Path).Length, maxBytes + 1);

    private static async Task<Stream> OpenAsync(InputFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => File.OpenRead(file.Path), cancellationToken).WaitAsync(OpenLimit, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or NotSupportedException)
        {
            throw new InputReadException(e.Message, e);
        }
    }

    private async Task<RunItem> UnreadableAsync(InputFile file, DocumentFailure failure, CancellationToken cancellationToken)
    {
        var document = await intake.RegisterUnreadableAsync(file.Name, file.Path, failure, cancellationToken);
        return new RunItem(file, document.Id, null, null, failure);
    }
}
