using Pipeline.Domain.Documents;
using Pipeline.Formats.Content;
using Pipeline.Ingest.Api.Pages;
using Pipeline.Storage.Blobs;
using Pipeline.Workers.Delivery.Pages;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Serve;

/// <summary>Pages of stored documents as pictures for the API: drawn in a limited child, and kept, each tenant's apart.</summary>
/// <param name="folder">For the pictures; may be emptied at any time.</param>
internal sealed class DrawnPages(TenantBlobs blobs, ReadingOptions reading, string folder) : IPageImages, IDisposable
{
    // Each is a child with a core and up to a GiB of its own.
    private const int AtOnce = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _room = new(AtOnce);
    private PageDrawing? _drawing;

    public async Task<PageImage> DrawAsync(TenantId tenant, string sha256, int page, CancellationToken cancellationToken)
    {
        var path = blobs.Of(tenant).PathOf(sha256);
        if (!PageDrawing.Draws(ContentTypes.Detect(path)))
        {
            return PageImage.None(PageImageProblem.NotDrawable);
        }

        var store = StoreOf(tenant);
        var found = store.Find(sha256, [page], out var missing);
        if (missing.Count > 0)
        {
            if (!await _room.WaitAsync(Patience, cancellationToken))
            {
                return PageImage.None(PageImageProblem.Busy);
            }

            try
            {
                _drawing ??= new PageDrawing(reading, await IsolationProbe.DetectAsync(cancellationToken));
                await store.DrawAsync(_drawing, sha256, path, [page], cancellationToken);
            }
            catch (ToolUnavailableException)
            {
                return PageImage.None(PageImageProblem.NotDrawable);
            }
            finally
            {
                _room.Release();
            }

            found = store.Find(sha256, [page], out _);
        }

#pragma warning disable CA2000 // Whoever gets the page disposes of it.
        return found is [var drawn] ? PageImage.Of(File.OpenRead(drawn.File)) : PageImage.None(PageImageProblem.NotDrawable);
#pragma warning restore CA2000
    }

    public Task ForgetAsync(TenantId tenant, string sha256, CancellationToken cancellationToken)
    {
        StoreOf(tenant).Remove(sha256);
        return Task.CompletedTask;
    }

    public void Dispose() => _room.Dispose();

    private PageStore StoreOf(TenantId tenant) => new(Path.Combine(folder, tenant.Value.ToString("D")));
}
