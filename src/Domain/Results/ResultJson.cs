using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Domain.Results;

/// <summary>The one JSON form of results, for files and tables: snake_case names and enum members, one line.</summary>
public static class ResultJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // Results go to files and tables, not into HTML: letters stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Other types of this form, such as an evaluation, are looked at when they are written.
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ResultJsonContext.Default, new DefaultJsonTypeInfoResolver()),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Write(DocumentResult result) => JsonSerializer.Serialize(result, Options);

    /// <exception cref="JsonException">The line is not a result.</exception>
    public static DocumentResult Read(string line) =>
        JsonSerializer.Deserialize<DocumentResult>(line, Options) ?? throw new JsonException("A result line holds null.");
}
