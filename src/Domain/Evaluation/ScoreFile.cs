using System.Text.Json;

namespace Pipeline.Domain.Evaluation;

/// <summary>Reads the lines that scorers compare.</summary>
internal static class ScoreFile
{
    /// <exception cref="FormatException">A line is not such a line; the message names it.</exception>
    public static IEnumerable<T> Lines<T>(IEnumerable<string> lines, string what, Func<JsonElement, T> read)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            T value;
            try
            {
                using var document = JsonDocument.Parse(line);
                value = read(document.RootElement);
            }
            catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new FormatException($"Line {number} of the {what} file cannot be read: {exception.Message}", exception);
            }

            yield return value;
        }
    }

    /// <summary>A document's name without its folders.</summary>
    public static string DocumentName(JsonElement line)
    {
        var path = line.GetProperty("document").GetString() ?? "";
        return path[(path.LastIndexOf('/') + 1)..];
    }

    public static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
