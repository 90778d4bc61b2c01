using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Workers.Models;

/// <summary>A card as it is written in its file.</summary>
internal static class ModelCardText
{
    // A key that stands there twice is a mistake of whoever wrote the card.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="JsonException">The text is no card.</exception>
    public static async Task<ModelCard> ReadAsync(Stream text, CancellationToken cancellationToken)
    {
        var card = await JsonNode.ParseAsync(text, documentOptions: Strict, cancellationToken: cancellationToken) as JsonObject ?? throw new JsonException("It is no JSON object.");
        foreach (var (name, value) in Defaults())
        {
            if (card[name] is null)
            {
                card[name] = value?.DeepClone();
            }
        }

        return card.Deserialize(ModelCardJson.Default.ModelCard)!;
    }

    // The reader that the compiler makes sets every property of a record, those that the text leaves out to null or 0.
    private static JsonObject Defaults()
    {
        var info = ModelCardJson.Default.ModelCard;
        var defaults = JsonSerializer.SerializeToNode(new ModelCard { Name = "", Version = 0, File = "", Sha256 = "", Style = "" }, info)!.AsObject();
        foreach (var property in info.Properties.Where(property => property.IsRequired))
        {
            defaults.Remove(property.Name);
        }

        return defaults;
    }
}
