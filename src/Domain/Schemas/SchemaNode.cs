using System.Text.Json;

namespace Pipeline.Domain.Schemas;

/// <summary>One JSON value of a schema file that knows its place; what is wrong with it is reported and read as empty, so that reading goes on to the next problem.</summary>
internal sealed class SchemaNode(string place, JsonElement element, Action<SchemaProblemCode, string, string> report)
{
    public string Place { get; } = place;

    public bool IsObject(params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            report(SchemaProblemCode.WrongType, Place, "an object is needed");
            return false;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                report(SchemaProblemCode.UnknownProperty, Child(property.Name), $"not known here; known are {string.Join(", ", known)}");
            }
        }

        return true;
    }

    /// <summary>A name that can stand in prompts, columns and file names.</summary>
    public string Name(string property)
    {
        var name = Text(property, SchemaLimits.LongestName, required: true);
        if (name.Length > 0 && (!char.IsAsciiLetterLower(name[0]) || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')))
        {
            report(SchemaProblemCode.BadName, Child(property), "a name starts with a letter a–z and holds only a–z, 0–9 and _");
        }

        return name;
    }

    public string Text(string property, int longest, bool required)
    {
        if (Get(property, required) is not { } value)
        {
            return "";
        }

        var text = new SchemaNode(Child(property), value, report).AsText();
        if (text.Length > longest)
        {
            report(SchemaProblemCode.TooLong, Child(property), $"longer than {longest} characters");
        }
        else if (required && text.Length == 0 && value.ValueKind == JsonValueKind.String)
        {
            report(SchemaProblemCode.Missing, Child(property), "empty");
        }

        return text;
    }

    public string AsText()
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            report(SchemaProblemCode.WrongType, Place, "a text is needed");
            return "";
        }

        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: JSON allows it, Unicode does not.
            report(SchemaProblemCode.WrongType, Place, "a text with half a character in it");
            return "";
        }
    }

    public int? Number(string property)
    {
        if (Get(property, required: true) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            return number;
        }

        report(SchemaProblemCode.WrongType, Child(property), "a whole number is needed");
        return null;
    }

    public bool Flag(string property)
    {
        if (Get(property, required: false) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            report(SchemaProblemCode.WrongType, Child(property), "true or false is needed");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A member of an enum by its name in lower case.</summary>
    public T? Member<T>(string property, SchemaProblemCode unknown, bool required)
        where T : struct, Enum
    {
        if (Get(property, required) is not { } value)
        {
            return null;
        }

        var text = new SchemaNode(Child(property), value, report).AsText();
        foreach (var member in Enum.GetValues<T>())
        {
            if (text.Equals(member.ToString(), StringComparison.OrdinalIgnoreCase) && !text.Any(char.IsAsciiLetterUpper))
            {
                return member;
            }
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            report(unknown, Child(property), $"not one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
        }

        return null;
    }

    public List<SchemaNode>? List(string property, bool required)
    {
        if (Get(property, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            report(SchemaProblemCode.WrongType, Child(property), "a list is needed");
            return null;
        }

        return [.. value.EnumerateArray().Select((item, index) => new SchemaNode(FormattableString.Invariant($"{Child(property)}[{index}]"), item, report))];
    }

    private JsonElement? Get(string property, bool required)
    {
        if (element.TryGetProperty(property, out var value))
        {
            return value;
        }

        if (required)
        {
            report(SchemaProblemCode.Missing, Child(property), "missing");
        }

        return null;
    }

    private string Child(string property) => Place == "$" ? property : $"{Place}.{property}";
}
