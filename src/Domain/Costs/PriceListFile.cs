using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Domain.Costs;

/// <summary>The JSON form of a price list. <c>comment</c> is for people.</summary>
internal sealed record PriceListFile(
    [property: JsonPropertyName("comment")] JsonElement? Comment,
    [property: JsonPropertyName("prices")] IReadOnlyList<PriceListFile.Entry?>? Prices)
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        // A misspelt key must not be a price that silently does not count.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    internal sealed record Entry(
        [property: JsonPropertyName("unit")] string? Unit,
        [property: JsonPropertyName("unit_price")] decimal? UnitPrice,
        [property: JsonPropertyName("currency")] string? Currency,
        [property: JsonPropertyName("valid_from")] DateOnly? ValidFrom,
        [property: JsonPropertyName("comment")] JsonElement? Comment);
}
