using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Api.Pages;

/// <summary>Stands in where the host draws no pages.</summary>
internal sealed class NoPageImages : IPageImages
{
    public Task<PageImage> DrawAsync(TenantId tenant, string sha256, int page, CancellationToken cancellationToken) =>
        Task.FromResult(PageImage.None(PageImageProblem.NotDrawable));

    public Task ForgetAsync(TenantId tenant, string sha256, CancellationToken cancellationToken) => Task.CompletedTask;
}
