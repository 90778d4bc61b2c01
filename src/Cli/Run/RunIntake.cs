using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Pipeline.Domain.Documents;
using Pipeline.Formats.Containers;
using Pipeline.Formats.Content;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Reading;

namespace Pipeline.Cli.Run;

/// <summary>Copies the input files into the blob store and registers them, each document of a mail or archive for itself; what cannot be read is registered as such.</summary>
internal sealed class RunIntake(DocumentIntake intake, BlobStore blobs, ReadingOptions reading)
{
    // A pipe that nobody writes to or a dead network mount never opens; a file does at once.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(10);

    private readonly ContainerExpander _containers = new(reading.MaxBytes);

    /// <returns>At least one item: the file's own, or one for each document in it.</returns>
    public async IAsyncEnumerable<RunItem> AddAsync(InputFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var container = await OpenContainerAsync(file, cancellationToken);
        if (container is null)
        {
            yield return await AddAsync(file, null, cancellationToken);
            yield break;
        }

        await foreach (var inner in _containers.ExpandAsync(file.Name, container, cancellationToken))
        {
            var named = new InputFile(inner.Name, file.Path + inner.Name[file.Name.Length..]);
            yield return inner.Failure is { } failure
                ? await UnreadableAsync(named, failure, cancellationToken)
                : await AddAsync(named, inner.Content, cancellationToken);
        }
    }

    /// <summary>Null for anything but a mail or archive that can be opened: what else is wrong with a file is found when it is added.</summary>
    private async Task<Stream?> OpenContainerAsync(InputFile file, CancellationToken cancellationToken)
    {
        Stream? content = null;
        try
        {
            // A pipe has no length, and may be opened only once.
            if (new FileInfo(file.Path).Length == 0)
            {
                return null;
            }

            content = await OpenAsync(file, cancellationToken);
            if (content.CanSeek && content.Length <= reading.MaxBytes && ContainerExpander.IsContainer(ContentTypes.Detect(content)))
            {
                return Interlocked.Exchange(ref content, null);
            }
        }
        catch (Exception e) when (e is InputReadException or IOException or UnauthorizedAccessException)
        {
            // The same happens again when it is added, and is said there.
        }
        finally
        {
            if (content is not null)
            {
                await content.DisposeAsync();
            }
        }

        return null;
    }

    /// <param name="inner">What the container of the file gave; null for a file of its own.</param>
    private async Task<RunItem> AddAsync(InputFile file, Stream? inner, CancellationToken cancellationToken)
    {
        try
        {
            using var content = inner ?? await OpenAsync(file, cancellationToken);
            var blob = await StoreAsync(content, cancellationToken);
            if (blob.SizeBytes == 0)
            {
                return await UnreadableAsync(file, DocumentFailures.Empty, cancellationToken);
            }

            var document = await intake.RegisterAsync(new SourceFile(file.Name, file.Path, blob.Sha256, blob.SizeBytes), null, cancellationToken);
            return new RunItem(file, document.Id, document.DuplicateOf ?? document.Id, blob.Sha256, null);
        }
        catch (InputReadException)
        {
            return await UnreadableAsync(file, DocumentFailures.Unreadable, cancellationToken);
        }
        catch (BlobTooLargeException)
        {
            return await UnreadableAsync(file, DocumentFailures.TooLarge(SizeAtLeast(file), reading.MaxBytes), cancellationToken);
        }
    }

    /// <summary>A file whose content is stored already is only read, so that a run over known files writes nothing.</summary>
    private async Task<Blob> StoreAsync(Stream content, CancellationToken cancellationToken)
    {
        await using var input = new InputStream(content);
        if (content.CanSeek)
        {
            if (content.Length > reading.MaxBytes)
            {
                throw new BlobTooLargeException(reading.MaxBytes);
            }

            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(input, cancellationToken));
            if (content.Length == 0 || blobs.Exists(hash))
            {
                return new Blob(hash, content.Length);
            }

            content.Position = 0;
        }

        return await blobs.PutAsync(input, reading.MaxBytes, cancellationToken);
    }

    /// <summary>A pipe has no size: all that is known is that it holds more.</summary>
    private long SizeAtLeast(InputFile file) => Math.Max(new FileInfo(file.Path).Length, reading.MaxBytes + 1);

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
        var document = await intake.RegisterUnreadableAsync(file.Name, file.Path, failure, null, cancellationToken);
        return new RunItem(file, document.Id, null, null, failure);
    }
}
