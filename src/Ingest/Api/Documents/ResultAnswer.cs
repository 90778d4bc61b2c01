using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Domain.Results;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Documents;

/// <summary>A result in an envelope with what the sender gave: <c>result</c> is byte for byte what is stored (docs/results.md).</summary>
internal sealed class ResultAnswer(DocumentView document, StoredResult stored) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.Headers.CacheControl = "no-store";
        return httpContext.Response.Body.WriteAsync(Write(), httpContext.RequestAborted).AsTask();
    }

    private ReadOnlyMemory<byte> Write()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(stored.Json.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder });
        writer.WriteStartObject();
        writer.WriteString("id", document.Id.Value);
        writer.WriteString("status", Status());
        writer.WriteNumber("revision", stored.Revision);
        writer.WriteString("reference", document.Reference);
        writer.WriteStartObject("labels");
        foreach (var (key, value) in document.Labels)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
        writer.WritePropertyName("duplicate_of");
        JsonSerializer.Serialize(writer, document.DuplicateOf?.Value);
        writer.WritePropertyName("result");
        writer.WriteRawValue(stored.Json, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private string? Status()
    {
        if (document.DuplicateOf is not null)
        {
            return JsonNamingPolicy.SnakeCaseLower.ConvertName(nameof(ResultStatus.Duplicate));
        }

        using var parsed = JsonDocument.Parse(stored.Json);
        return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("status", out var status) ? status.GetString() : null;
    }
}
