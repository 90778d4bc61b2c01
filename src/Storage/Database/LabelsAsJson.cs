using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Pipeline.Storage.Database;

/// <summary>Labels lie in one jsonb column. They are replaced, never changed in place.</summary>
internal sealed class LabelsAsJson() : ValueConverter<IReadOnlyDictionary<string, string>, string>(labels => Write(labels), text => Read(text))
{
    public static ValueComparer<IReadOnlyDictionary<string, string>> Comparer { get; } =
        new((a, b) => Write(a) == Write(b), labels => Write(labels).GetHashCode(StringComparison.Ordinal));

    private static string Write(IReadOnlyDictionary<string, string>? labels) =>
        labels is null or { Count: 0 } ? "{}" : JsonSerializer.Serialize(labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary());

    private static Dictionary<string, string> Read(string text) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(text) ?? [];
}
