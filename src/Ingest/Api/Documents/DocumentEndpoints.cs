using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api.Access;
using Pipeline.Ingest.Api.Limits;
using Pipeline.Ingest.Api.Pages;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Documents;

/// <summary>What a sender asks about documents.</summary>
internal sealed class DocumentEndpoints(ApiStores stores, UploadApiOptions options, IPageImages pages, ApiUpkeep upkeep, ILogger<DocumentEndpoints> log)
{
    private const int DefaultLimit = 50;
    private const int MostLimit = 200;

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var views = stores.Views(context.Key().Tenant);
        var document = await FindAsync(views, id, cancellationToken);
        return Results.Json(DocumentAnswer.Of(document, await views.HistoryAsync(document.Id, cancellationToken)), ApiJson.Options);
    }

    public async Task<IResult> ListAsync(HttpContext context, [AsParameters] ListQuery query, CancellationToken cancellationToken)
    {
        var limit = query.Limit ?? DefaultLimit;
        if (limit is < 1 or > MostLimit)
        {
            throw new ApiProblemException(ApiProblems.Unprocessable("bad_limit", $"A page has 1 to {MostLimit} documents."));
        }

        var filter = new DocumentFilter
        {
            Reference = query.Reference,
            Batch = query.Batch is { } batch ? new BatchId(batch) : null,
            Stage = query.Stage is { Length: > 0 } stage ? Stage(stage) : null,
            After = query.After is { } after ? new DocumentId(after) : null,
            Limit = limit + 1,
        };
        var found = await stores.Views(context.Key().Tenant).ListAsync(filter, cancellationToken);
        var shown = found.Take(limit).Select(DocumentAnswer.Of).ToArray();
        return Results.Json(new DocumentList { Documents = shown, Next = found.Count > limit ? shown[^1].Id : null }, ApiJson.Options);
    }

    public async Task<IResult> ResultAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var views = stores.Views(context.Key().Tenant);
        var document = await FindAsync(views, id, cancellationToken);
        var carrier = document.DuplicateOf is { } original ? await FindAsync(views, original.Value, cancellationToken) : document;
        if (carrier.Failure is { } failure)
        {
            throw new ApiProblemException(ApiProblems.Failed(failure));
        }

        var stored = carrier is { Stage: DocumentStage.Done, PipelineVersion: { } version } ? await views.ResultAsync(carrier.Id, version, cancellationToken) : null;
        return stored is null ? throw new ApiProblemException(ApiProblems.NotReady(carrier.Stage)) : new ResultAnswer(document, stored);
    }

    public async Task<IResult> OriginalAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var tenant = context.Key().Tenant;
        var document = await FindAsync(stores.Views(tenant), id, cancellationToken);
        if (document.Sha256 is not { } sha256 || !stores.Blobs(tenant).Exists(sha256))
        {
            throw new ApiProblemException(ApiProblems.OriginalMissing);
        }

        // Whatever it is, a browser must save it, not show it: it may be a page with scripts.
        Protect(context.Response);
        return Results.File(stores.Blobs(tenant).Open(sha256), "application/octet-stream", Path.GetFileName(document.Name));
    }

    public async Task<IResult> PageAsync(HttpContext context, Guid id, int page, CancellationToken cancellationToken)
    {
        var tenant = context.Key().Tenant;
        var document = await FindAsync(stores.Views(tenant), id, cancellationToken);
        if (document.Sha256 is not { } sha256)
        {
            throw new ApiProblemException(ApiProblems.OriginalMissing);
        }

        if (page < 1 || page > document.PageCount)
        {
            throw new ApiProblemException(ApiProblems.PageNotFound);
        }

        var image = await pages.DrawAsync(tenant, sha256, page, cancellationToken);
        Protect(context.Response);
        return image.Png is { } png ? Results.Stream(png, "image/png") : throw new ApiProblemException(Problem(image.Problem));
    }

    public async Task<IResult> DeleteAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var key = context.Key();
        if (!await stores.Deletion(key.Tenant).DeleteAsync(new DocumentId(id), cancellationToken))
        {
            throw new ApiProblemException(ApiProblems.DocumentNotFound);
        }

        Log.Deleted(log, id, key.Id);
        // What is noted goes also if this is cut off here.
        await upkeep.RemoveBlobsAsync(CancellationToken.None);
        return Results.NoContent();
    }

    public async Task<IResult> ReplayAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var key = context.Key();
        var views = stores.Views(key.Tenant);
        var document = await FindAsync(views, id, cancellationToken);
        if (document is not { Stage: DocumentStage.Failed, Sha256: not null, Schema: not null })
        {
            throw new ApiProblemException(ApiProblems.NotFailed);
        }

        try
        {
            await stores.Intake(key.Tenant).ReopenAsync(document.Id, ReopenReason.RetryFailed, options.ReaderVersion, cancellationToken);
        }
        catch (IllegalTransitionException)
        {
            // Somebody else was a moment faster.
            throw new ApiProblemException(ApiProblems.NotFailed);
        }

        Log.Replayed(log, id, key.Id);
        return Results.Json(DocumentAnswer.Of(await FindAsync(views, id, cancellationToken)), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task<DocumentView> FindAsync(DocumentViews views, Guid id, CancellationToken cancellationToken) =>
        await views.FindAsync(new DocumentId(id), cancellationToken) ?? throw new ApiProblemException(ApiProblems.DocumentNotFound);

    private static DocumentStage Stage(string stage)
    {
        foreach (var known in Enum.GetValues<DocumentStage>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) == stage)
            {
                return known;
            }
        }

        throw new ApiProblemException(ApiProblems.Unprocessable("bad_stage", "A stage is received, reading, extracting, done, failed, duplicate or deleted."));
    }

    private static ApiProblem Problem(PageImageProblem? problem) => problem switch
    {
        PageImageProblem.NoSuchPage => ApiProblems.PageNotFound,
        PageImageProblem.Busy => ApiProblems.Busy,
        PageImageProblem.NotDrawable or null => ApiProblems.PageNotDrawable,
    };

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        response.Headers.CacheControl = "no-store";
    }
}
