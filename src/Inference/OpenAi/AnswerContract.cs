using System.Text.Json.Nodes;
using Pipeline.Inference.Decoding.Described;

namespace Pipeline.Inference.OpenAi;

/// <summary>
/// <see cref="PassageAnswerSchema"/> in the part of JSON Schema that endpoints have in common: no <c>oneOf</c>, every property required, and properties in the order in which they are to be written.
/// Fields of one form share a variant, so that the grammar that a server makes of it stays small.
/// </summary>
internal static class AnswerContract
{
    /// <param name="sentences">Number of sentences of the passage.</param>
    /// <param name="findings">Most findings.</param>
    public static JsonObject For(IReadOnlyList<EngineField> fields, int sentences, int findings)
    {
        var variants = new JsonArray();
        Add(variants, fields.Where(field => field.Options.Count == 0 && field.Value != EngineValue.None), sentences, () => new JsonObject { ["type"] = "string" });
        foreach (var choice in fields.Where(field => field.Options.Count > 0 && field.Value != EngineValue.None))
        {
            Add(variants, [choice], sentences, () => Texts(choice.Options));
        }

        Add(variants, fields.Where(field => field.Value != EngineValue.Required), sentences, null);
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["findings"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["anyOf"] = variants }, ["maxItems"] = findings },
            },
            ["required"] = new JsonArray("findings"),
            ["additionalProperties"] = false,
        };
    }

    private static void Add(JsonArray variants, IEnumerable<EngineField> fields, int sentences, Func<JsonObject>? value)
    {
        string[] names = [.. fields.Select(field => field.Name)];
        if (names.Length == 0)
        {
            return;
        }

        var properties = new JsonObject
        {
            ["sentence"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = sentences },
            ["field"] = Texts(names),
        };
        var required = new JsonArray("sentence", "field");
        if (value is not null)
        {
            properties["value"] = value();
            required.Add("value");
        }

        variants.Add(new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false });
    }

    private static JsonObject Texts(IEnumerable<string> texts) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]) };
}
