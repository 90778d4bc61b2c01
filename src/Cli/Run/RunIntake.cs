using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Documents;

namespace Pipeline.Cli.Run;

/// <summary>Copies the input files into the blob store and registers them; what cannot be read is registered as such.</summary>
internal sealed class RunIntake(DocumentIntake intake, BlobStore blobs, long maxBytes)
{
    // A pipe or a dead network mount never opens; a file does at once.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(10);

    public async Task<RunItem> AddAsync(InputFile file, CancellationToken cancellationToken)
    {
        Stream? content = null;
        try
        {
            content = await Task.Run(() => File.OpenRead(file.Path), cancellationToken).WaitAsync(OpenLimit, cancellationToken);
            if (content.Length == 0)
            {
                return await UnreadableAsync(file, DocumentFailures.Empty, cancellationToken);
            }

            if (content.Length > maxBytes)
            {
                return await UnreadableAsync(file, DocumentFailures.TooLarge(content.Length, maxBytes), cancellationToken);
            }

            var blob = await blobs.PutAsync(content, maxBytes, cancellationToken);
            var document = await intake.RegisterAsync(new SourceFile(file.Name, file.Path, blob.Sha256, blob.SizeBytes), cancellationToken);
            return new RunItem(file, document.Id, document.DuplicateOf ?? document.Id, blob.Sha256, null);
        }
        catch (Exception e) when (content is null && e is IOException or UnauthorizedAccessException or TimeoutException or NotSupportedException)
        {
            return await UnreadableAsync(file, DocumentFailures.Unreadable, cancellationToken);
        }
        finally
        {
            if (content is not null)
            {
                await content.DisposeAsync();
            }
        }
    }

    private async Task<RunItem> UnreadableAsync(InputFile file, DocumentFailure failure, CancellationToken cancellationToken)
    {
        var document = await intake.RegisterUnreadableAsync(file.Name, file.Path, failure, cancellationToken);
        return new RunItem(file, document.Id, null, null, failure);
    }
}
