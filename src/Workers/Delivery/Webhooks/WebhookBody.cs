using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>What a receiver gets (docs/webhooks.md): which document, how it ended, the sender's own keys, and where the result is; the result itself only where the webhook asks for it.</summary>
internal static class WebhookBody
{
    public const string TestType = "pipeline.test";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="document">Of the delivery.</param>
    public static byte[] Of(ClaimedDelivery claimed, Document document) => Write("document." + WebhookText.Of(claimed.Delivery.Event), claimed.Delivery.OccurredAt, json =>
    {
        var delivery = claimed.Delivery;
        json.WriteString("document", delivery.DocumentId.ToString());
        json.WriteString("name", document.Name);
        json.WriteString("sha256", document.Sha256);
        if (claimed.Status is { } status)
        {
            json.WriteString("status", JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));
        }

        json.WriteNumber("revision", delivery.Revision);
        json.WriteString("schema", document.Schema);
        json.WriteString("pipeline_version", delivery.PipelineVersion);
        json.WriteString("batch", document.BatchId?.ToString());
        json.WriteString("reference", document.Reference);
        json.WriteStartObject("labels");
        foreach (var (key, value) in document.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        WriteEnd(json, claimed, document);
    });

    /// <summary>A sample, to see whether a receiver understands us.</summary>
    public static byte[] Test(Guid webhook, DateTimeOffset now) => Write(TestType, now, json => json.WriteString("webhook", webhook.ToString()));

    private static void WriteEnd(Utf8JsonWriter json, ClaimedDelivery claimed, Document document)
    {
        if (claimed.Delivery.Event == WebhookEvent.Duplicate && document.DuplicateOf is { } original)
        {
            json.WriteString("duplicate_of", original.ToString());
        }

        if (claimed.Delivery.Event == WebhookEvent.Failed && document.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("code", failure.Code);
            json.WriteString("reason", failure.Reason);
            json.WriteEndObject();
        }

        json.WriteString("result_path", $"/api/v1/documents/{claimed.Delivery.DocumentId}/result");
        if (claimed.Result is { } result)
        {
            json.WritePropertyName("result");
            json.WriteRawValue(result);
        }
    }

    private static byte[] Write(string type, DateTimeOffset occurred, Action<Utf8JsonWriter> data)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", occurred.UtcDateTime);
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
