using System.Text.Json.Nodes;

namespace Pipeline.Inference.Decoding;

/// <summary>What a sentence's answer is, in brackets, as a JSON Schema (draft 2020-12): the contract that the decoder's grammar keeps, in a form that others can check.</summary>
public static class AnswerSchema
{
    /// <summary>An array of findings: a field of the list, with a value where its rule asks for or allows one, and nothing else.</summary>
    public static JsonObject For(IReadOnlyList<EngineField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "array",
            ["items"] = fields.Count == 0 ? JsonValue.Create(false) : new JsonObject { ["oneOf"] = new JsonArray([.. fields.Select(Finding)]) },
        };
    }

    private static JsonObject Finding(EngineField field)
    {
        var properties = new JsonObject { ["field"] = new JsonObject { ["const"] = field.Name } };
        if (field.Value != EngineValue.None)
        {
            properties["value"] = field.Options.Count > 0
                ? new JsonObject { ["enum"] = new JsonArray([.. field.Options.Select(option => JsonValue.Create(option))]) }
                : new JsonObject { ["type"] = "string", ["minLength"] = 1 };
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = field.Value == EngineValue.Required ? new JsonArray("field", "value") : new JsonArray("field"),
            ["additionalProperties"] = false,
        };
    }
}
