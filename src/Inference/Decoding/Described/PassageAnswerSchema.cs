using System.Text.Json.Nodes;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>What a passage's answer is, as a JSON Schema (draft 2020-12): the contract that the grammar keeps, in a form that others can check and other engines can be given.</summary>
public static class PassageAnswerSchema
{
    /// <summary>An object with a list of findings: the number of a sentence, and a finding as <see cref="AnswerSchema"/> has it.</summary>
    /// <param name="fields">Fields that may be found.</param>
    /// <param name="sentences">Number of sentences of the passage.</param>
    public static JsonObject For(IReadOnlyList<EngineField> fields, int sentences)
    {
        var list = AnswerSchema.For(fields);
        list.Remove("$schema");
        foreach (var finding in list["items"] is JsonObject one ? one["oneOf"]!.AsArray() : [])
        {
            finding!["properties"]!["sentence"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = sentences };
            finding["required"]!.AsArray().Insert(0, "sentence");
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = new JsonObject { ["findings"] = list },
            ["required"] = new JsonArray("findings"),
            ["additionalProperties"] = false,
        };
    }
}
