using System.Text.Json;

namespace Pipeline.Inference.OpenAi;

/// <summary>The answer to <c>GET models</c>.</summary>
internal static class ServedModels
{
    /// <summary>Their ids; empty where the answer has another form.</summary>
    public static IReadOnlyList<string> Parse(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
                ? [.. data.EnumerateArray().Select(IdOf).OfType<string>()]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string? IdOf(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
