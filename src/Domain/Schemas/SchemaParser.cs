using System.Text.Json;

namespace Pipeline.Domain.Schemas;

/// <summary>Reads a schema and collects all that is wrong with it.</summary>
internal sealed class SchemaParser
{
    private readonly List<SchemaProblem> _problems = [];

    public ExtractionSchema Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var schema = Read(json);
        return schema is not null && _problems.Count == 0 ? schema : throw new InvalidSchemaException(_problems);
    }

    private ExtractionSchema? Read(string json)
    {
        if (json.Length > SchemaLimits.LongestFile)
        {
            Report(SchemaProblemCode.TooLong, "$", $"the file is longer than {SchemaLimits.LongestFile} characters");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var root = new SchemaNode("$", document.RootElement, Report);
            return root.IsObject("name", "version", "description", "fields") ? Schema(root) : null;
        }
        catch (JsonException exception)
        {
            Report(SchemaProblemCode.NotJson, "$", $"not JSON that can be read: {exception.Message}");
            return null;
        }
    }

    private ExtractionSchema Schema(SchemaNode root)
    {
        var version = root.Number("version");
        if (version is < 1)
        {
            Report(SchemaProblemCode.BadVersion, "version", "a version is a whole number from 1 on");
        }

        root.Text("description", SchemaLimits.LongestDescription, required: false);
        return new ExtractionSchema { Name = root.Name("name"), Version = version ?? 0, Fields = Fields(root) };
    }

    private List<FieldDefinition> Fields(SchemaNode root)
    {
        var nodes = root.List("fields", required: true);
        if (nodes is null)
        {
            return [];
        }

        if (nodes.Count == 0)
        {
            Report(SchemaProblemCode.NoFields, "fields", "a schema needs at least one field");
        }

        if (nodes.Count > SchemaLimits.MostFields)
        {
            Report(SchemaProblemCode.TooManyFields, "fields", $"{nodes.Count} fields; at most {SchemaLimits.MostFields} can be asked for at once");
        }

        var fields = new List<FieldDefinition>();
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in nodes.Take(SchemaLimits.MostFields))
        {
            if (!node.IsObject("name", "kind", "value", "many", "description", "options"))
            {
                continue;
            }

            var field = Field(node);
            if (field.Name.Length > 0 && !first.TryAdd(field.Name, node.Place))
            {
                Report(SchemaProblemCode.DuplicateName, node.Place + ".name", $"the name {field.Name} is taken by {first[field.Name]}");
            }

            fields.Add(field);
        }

        return fields;
    }

    private FieldDefinition Field(SchemaNode node)
    {
        var name = node.Name("name");
        var kind = node.Member<FieldKind>("kind", SchemaProblemCode.UnknownKind, required: true);
        var value = node.Member<ValueRule>("value", SchemaProblemCode.UnknownValueRule, required: false);
        if (kind is { } known && value is { } rule && known == FieldKind.Clause != (rule == ValueRule.None))
        {
            Report(SchemaProblemCode.ValueRuleMismatch, node.Place + ".value", known == FieldKind.Clause
                ? "a clause is its sentence and has no value: write \"none\" or leave it out"
                : "only a clause has no value: write \"required\" or \"optional\", or make the kind \"clause\"");
        }

        return new FieldDefinition
        {
            Name = name,
            Kind = kind ?? FieldKind.Text,
            Value = value ?? (kind == FieldKind.Clause ? ValueRule.None : ValueRule.Required),
            Many = node.Flag("many"),
            Description = node.Text("description", SchemaLimits.LongestDescription, required: false),
            Options = Options(node, kind),
        };
    }

    private List<string> Options(SchemaNode node, FieldKind? kind)
    {
        var nodes = node.List("options", required: kind == FieldKind.Choice) ?? [];
        var options = nodes.ConvertAll(option => option.AsText());
        var place = node.Place + ".options";
        if (kind != FieldKind.Choice && nodes.Count > 0)
        {
            Report(SchemaProblemCode.BadOptions, place, "only a field of kind \"choice\" has options");
        }
        else if (kind == FieldKind.Choice && (options.Count is < 2 or > SchemaLimits.MostOptions))
        {
            Report(SchemaProblemCode.BadOptions, place, $"a choice has 2 to {SchemaLimits.MostOptions} options");
        }

        if (options.Exists(string.IsNullOrWhiteSpace) || options.Distinct(StringComparer.Ordinal).Count() < options.Count)
        {
            Report(SchemaProblemCode.BadOptions, place, "options are not empty and not twice the same");
        }

        if (options.Exists(option => option.Length > SchemaLimits.LongestOption))
        {
            Report(SchemaProblemCode.BadOptions, place, $"an option has at most {SchemaLimits.LongestOption} characters");
        }

        return options;
    }

    private void Report(SchemaProblemCode code, string place, string message) => _problems.Add(new SchemaProblem(code, place, message));
}
