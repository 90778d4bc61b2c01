using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api.Access;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Ingest.Api.Uploads;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Batches;

/// <summary>Documents that are sent, and asked about, together.</summary>
internal sealed class BatchEndpoints(ApiStores stores, UploadEndpoint uploads)
{
    private const long MostRequestBytes = 64 << 10;

    /// <summary>With JSON opens an empty batch; with a form takes its files as a batch.</summary>
    public async Task<IResult> PostAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
        {
            return await uploads.AcceptAsync(context, batch: true, cancellationToken);
        }

        var asked = await ReadAsync(context, cancellationToken);
        var batch = await stores.Views(context.Key().Tenant).OpenBatchAsync(
            new NewBatch(ShownName.Of(asked.Name), OrderFields.Referenced(asked.Reference is { Length: > 0 } reference ? reference : null)), cancellationToken);
        context.Response.Headers.Location = ApiAddress.Batch(batch.Id);
        return Results.Json(BatchAnswer.Of(batch), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    public async Task<IResult> GetAsync(HttpContext context, Guid id, CancellationToken cancellationToken)
    {
        var batch = await stores.Views(context.Key().Tenant).BatchAsync(new BatchId(id), cancellationToken);
        return batch is null ? throw new ApiProblemException(ApiProblems.BatchNotFound) : Results.Json(BatchAnswer.Of(batch), ApiJson.Options);
    }

    private static async Task<BatchRequest> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostRequestBytes;
        }

        try
        {
            return await context.Request.ReadFromJsonAsync<BatchRequest>(ApiJson.Options, cancellationToken) ?? new BatchRequest();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ApiProblemException(ApiProblems.BadRequest("The body is no JSON object with 'name' and 'reference'."));
        }
    }
}
