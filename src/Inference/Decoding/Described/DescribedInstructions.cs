using System.Globalization;
using System.Text;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>What a model is told before it sees a passage (extraction.md §4b): the fields with their kinds and descriptions, the rules of the answer, and one short example.</summary>
public static class DescribedInstructions
{
    /// <summary>Raise it when the words change: results that were read with others are then read again.</summary>
    public const string Version = "described@2";

    /// <summary>The instructions for a list of fields.</summary>
    public static string For(IReadOnlyList<EngineField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var text = new StringBuilder("You read a passage of a contract, one numbered sentence a line, and list what it says about these fields:\n\n");
        foreach (var field in fields)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {field.Name} ({Kind(field)}): {OneLine(field.Description)}\n");
        }

        var choice = fields.Any(field => field.Options.Count > 0) ? "; where a field names its values, it is the one of them that the sentence means, just as the list has it" : "";
        return text.Append($$"""

            Answer in JSON and with nothing else. For each finding give the number of its sentence, the name of its field and its value. A value is copied from its sentence, word for word and as short as it can be{{choice}}. A field with no value is named alone.
            Findings follow the sentences, and within a sentence the list of fields above. List only what the passage says. If it says nothing about any field, answer {"findings":[]}


            """.ReplaceLineEndings("\n")).Append(Example(fields)).ToString();
    }

    /// <summary>The lines of a passage: sentences with their numbers from 1 on.</summary>
    public static string Lines(IReadOnlyList<EngineSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        return string.Join('\n', sentences.Select((sentence, i) => string.Create(CultureInfo.InvariantCulture, $"[{i + 1}] {sentence.Text}")));
    }

    private static string Kind(EngineField field)
    {
        var kind = field.Options.Count > 0 ? Choice(field) : field.Kind.Length > 0 ? field.Kind : "text";
        return field.Value switch
        {
            EngineValue.Required => kind,
            EngineValue.Optional => kind + ", where the sentence has one",
            EngineValue.None => "no value",
        };
    }

    private static string Choice(EngineField field) =>
        $"{(field.Many ? "any" : "one")} of {string.Join(", ", field.Options.Select(option => $"\"{EscapedSentence.Escape(option)}\""))}";

    /// <summary>A sentence that nobody would find in a contract, so that its value is not taken for one of this.</summary>
    private static string Example(IReadOnlyList<EngineField> fields)
    {
        // An option in the example would be likelier than the others: a field without them goes first.
        if (fields.Where(field => field.Value != EngineValue.None).OrderBy(field => field.Options.Count > 0).FirstOrDefault() is not { } field)
        {
            var name = fields.Count > 0 ? fields[0].Name : "";
            return $"Example of an answer, if sentence 2 spoke of {name}:\n{{\"findings\":[{{\"sentence\":2,\"field\":\"{name}\"}}]}}";
        }

        var (sentence, value) = field.Kind switch
        {
            _ when field.Options.Count > 0 => ("The fair was not like others.", EscapedSentence.Escape(field.Options[0])),
            "date" => ("The fair opened on May 4, 1901.", "May 4, 1901"),
            "duration" => ("The fair went on for nine days.", "nine days"),
            "money" => ("A seat at the fair cost $2.", "$2"),
            "party" => ("The fair was run by Example Company.", "Example Company"),
            "jurisdiction" => ("The fair was held in Utopia.", "Utopia"),
            _ => ("The fair was called The Great Fair.", "The Great Fair"),
        };
        return $"Example of sentences:\n[1] It rained.\n[2] {sentence}\nand of an answer, if that were what {field.Name} asks for:\n{{\"findings\":[{{\"sentence\":2,\"field\":\"{field.Name}\",\"value\":\"{value}\"}}]}}";
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
