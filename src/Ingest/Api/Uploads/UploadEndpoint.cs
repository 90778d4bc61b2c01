using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Pipeline.Ingest.Api.Access;
using Pipeline.Ingest.Api.Limits;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Access;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>Takes documents in. 202 means durable; any other answer leaves nothing behind.</summary>
internal sealed class UploadEndpoint(ApiStores stores, Admission admission, UploadApiOptions options, ApiMetrics metrics, ILogger<UploadEndpoint> log)
{
    public const string KeyHeader = "Idempotency-Key";

    // What stands around a file in a form: boundaries, headers, fields.
    private const long FormOverhead = 1 << 20;
    private const int LongestKey = 200;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <param name="context">Of the request.</param>
    /// <param name="batch">The files are to be a batch of their own.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public async Task<IResult> AcceptAsync(HttpContext context, bool batch, CancellationToken cancellationToken)
    {
        using var place = await admission.EnterAsync(cancellationToken);
        SetLimits(context, batch);
        var key = context.Key();
        if (ClientKey(context.Request) is not { } clientKey)
        {
            using var upload = await ReadAsync(context, key, batch, cancellationToken);
            return Answer(await RegisterAsync(context, upload, batch, null, cancellationToken), replayed: false);
        }

        var answers = stores.Answers(key.Tenant);
        var start = await answers.BeginAsync(clientKey, cancellationToken);
        if (start.Answer is { } answer)
        {
            using var repeated = await ReadAsync(context, key, batch, cancellationToken);
            return UploadFingerprint.Of(context.Request.Path, repeated) == start.Fingerprint ? Answer(answer, replayed: true) : throw new ApiProblemException(ApiProblems.KeyReused);
        }

        await using var held = new HeldKey(answers, start.Hold ?? throw new ApiProblemException(ApiProblems.UnderWay));
        using var received = await ReadAsync(context, key, batch, cancellationToken);
        return Answer(await RegisterAsync(context, received, batch, held.Hold, cancellationToken), replayed: false);
    }

    private async Task<string> RegisterAsync(HttpContext context, ReceivedUpload received, bool batch, IdempotencyHold? hold, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var key = context.Key();
        using var contents = await UploadContents.OpenAsync(received.Files, stores.Blobs(key.Tenant), options.MaxBytes, cancellationToken);
        var together = batch || contents.Unpacked;
        var order = new OrderFields(options).Read(received.Fields, together);
        string? text = null;
        var upload = new Upload
        {
            Files = contents.Files,
            Order = order,
            Batch = together && order.Batch is null ? new NewBatch(received.Fields.GetValueOrDefault(OrderFields.Name) is { } name ? ShownName.Of(name) : received.Files[0].Name, order.Reference) : null,
            Limit = Limit(key),
            Answer = hold is null ? null : new KeptAnswer(hold, UploadFingerprint.Of(context.Request.Path, received), receipt => text = Write(receipt, together)),
        };
        var outcome = await stores.Uploads(key.Tenant).RegisterAsync(upload, cancellationToken);
        if (outcome.Receipt is not { } receipt)
        {
            throw new ApiProblemException(Refusal(outcome.Refusal));
        }

        admission.Accepted(receipt.Documents.Count);
        var bytes = receipt.Documents.Sum(document => document.SizeBytes ?? 0);
        metrics.Accepted(receipt.Documents.Count, bytes, TimeProvider.System.GetElapsedTime(started));
        Log.Accepted(log, receipt.Documents.Count, bytes, receipt.Batch?.Value, key.Id);
        return text ?? Write(receipt, together);
    }

    private async Task<ReceivedUpload> ReadAsync(HttpContext context, ApiKeyRecord key, bool batch, CancellationToken cancellationToken)
    {
        await CheckQuotaAsync(key, cancellationToken);
        return await new BodyReader(stores.Blobs(key.Tenant), options).ReadAsync(context.Request, batch ? BodyReader.MostFiles : 1, cancellationToken);
    }

    // Before the body arrives; the transaction counts exactly.
    private async Task CheckQuotaAsync(ApiKeyRecord key, CancellationToken cancellationToken)
    {
        var limit = Limit(key);
        if (limit.DailyDocuments is null && limit.DailyBytes is null)
        {
            return;
        }

        var (documents, bytes) = await stores.Keys(key.Tenant).UsedTodayAsync(key.Id, cancellationToken);
        if (documents >= limit.DailyDocuments || bytes >= limit.DailyBytes)
        {
            throw new ApiProblemException(Refusal(UploadRefusal.QuotaUsedUp));
        }
    }

    private UsageLimit Limit(ApiKeyRecord key) => new(key.Id, key.DailyDocuments ?? options.DailyDocuments, key.DailyBytes ?? options.DailyBytes);

    private void SetLimits(HttpContext context, bool batch)
    {
        var most = (batch ? Math.Max(options.MaxBytes, 1L << 30) : options.MaxBytes) + FormOverhead;
        if (context.Request.ContentLength > most)
        {
            throw new ApiProblemException(ApiProblems.TooLarge(options.MaxBytes));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = new Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate(options.MinBytesPerSecond, Grace);
        }
    }

    private static string? ClientKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(KeyHeader, out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 and <= LongestKey } key] && key.All(letter => letter is > ' ' and <= '~') ? key : throw new ApiProblemException(ApiProblems.BadIdempotencyKey);
    }

    private static string Write(UploadReceipt receipt, bool together) =>
        JsonSerializer.Serialize(UploadAnswer.Of(receipt, single: !together), ApiJson.Options);

    private static AcceptedAnswer Answer(string text, bool replayed) => new(text, replayed);

    private static ApiProblem Refusal(UploadRefusal? refusal) => refusal switch
    {
        UploadRefusal.UnknownBatch => ApiProblems.Unprocessable("batch_unknown", "There is no such batch. POST /batches opens one."),
        UploadRefusal.QuotaUsedUp => ApiProblems.QuotaUsedUp(UntilTomorrow()),
        UploadRefusal.HoldLost or null => ApiProblems.UnderWay,
    };

    private static TimeSpan UntilTomorrow() => TimeSpan.FromDays(1) - TimeProvider.System.GetUtcNow().TimeOfDay;
}
