using System.Runtime.CompilerServices;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Containers;
using Pipeline.Workers.Reading.Content;

namespace Pipeline.Cli.Run;

/// <summary>Copies the input files into the blob store and registers them, each document of a mail or archive for itself; what cannot be read is registered as such.</summary>
internal sealed class RunIntake(DocumentIntake intake, BlobStore blobs, ReadingOptions reading)
{
    // A pipe or a dead network mount never opens; a file does at once.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(10);

    private readonly ContainerExpander _containers = new(reading);

    /// <returns>At least one item: the file's own, or one for each document in it.</returns>
    public async IAsyncEnumerable<RunItem> AddAsync(InputFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var content = await OpenAsync(file, cancellationToken);
        if (Failure(content) is { } failure)
        {
            yield return await UnreadableAsync(file, failure, cancellationToken);
        }
        else if (!ContainerExpander.IsContainer(ContentTypes.Detect(content!)))
        {
            yield return await AddAsync(file, content!, cancellationToken);
        }
        else
        {
            await foreach (var inner in _containers.ExpandAsync(file.Name, content!, cancellationToken))
            {
                var named = new InputFile(inner.Name, file.Path + inner.Name[file.Name.Length..]);
                yield return inner.Content is null
                    ? await UnreadableAsync(named, inner.Failure!, cancellationToken)
                    : await AddAsync(named, inner.Content, cancellationToken);
            }
        }
    }

    private static async Task<Stream?> OpenAsync(InputFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => File.OpenRead(file.Path), cancellationToken).WaitAsync(OpenLimit, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or NotSupportedException)
        {
            return null;
        }
    }

    private DocumentFailure? Failure(Stream? content) => content?.Length switch
    {
        null => DocumentFailures.Unreadable,
        0 => DocumentFailures.Empty,
        var length when length > reading.MaxBytes => DocumentFailures.TooLarge(length.Value, reading.MaxBytes),
        _ => null,
    };

    private async Task<RunItem> AddAsync(InputFile file, Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var blob = await blobs.PutAsync(content, reading.MaxBytes, cancellationToken);
        var document = await intake.RegisterAsync(new SourceFile(file.Name, file.Path, blob.Sha256, blob.SizeBytes), cancellationToken);
        return new RunItem(file, document.Id, document.DuplicateOf ?? document.Id, blob.Sha256, null);
    }

    private async Task<RunItem> UnreadableAsync(InputFile file, DocumentFailure failure, CancellationToken cancellationToken)
    {
        var document = await intake.RegisterUnreadableAsync(file.Name, file.Path, failure, cancellationToken);
        return new RunItem(file, document.Id, null, null, failure);
    }
}
