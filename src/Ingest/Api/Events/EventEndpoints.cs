using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api.Access;
using Pipeline.Ingest.Api.Problems;

namespace Pipeline.Ingest.Api.Events;

/// <summary>Live progress.</summary>
internal sealed class EventEndpoints(ApiStores stores, ChangeFeed feed, IHostApplicationLifetime life)
{
    private const string SeenHeader = "Last-Event-ID";

    public async Task<IResult> DocumentAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var document = await stores.Views(context.Key().Tenant).FindAsync(new DocumentId(id), cancellationToken) ?? throw new ApiProblemException(ApiProblems.DocumentNotFound);
        return new EventStream(feed.Document(document.Id, context.Key().Id, Seen(context)), life.ApplicationStopping);
    }

    public async Task<IResult> BatchAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var batch = await stores.Views(context.Key().Tenant).BatchAsync(new BatchId(id), cancellationToken) ?? throw new ApiProblemException(ApiProblems.BatchNotFound);
        return new EventStream(feed.Batch(batch.Id, context.Key().Id, Seen(context)), life.ApplicationStopping);
    }

    private static string? Seen(HttpContext context) => context.Request.Headers[SeenHeader] is [{ Length: > 0 and <= 100 } seen] ? seen : null;
}
