using Pipeline.Domain.Schemas;

namespace Pipeline.Workers.Extraction;

/// <summary>What a field means, in words for a model that has to be told.</summary>
public static class FieldDescription
{
    /// <summary>The owner's own words; where there are none, plain ones from its name and kind. The engine names the options of a choice itself.</summary>
    public static string Of(FieldDefinition field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!string.IsNullOrWhiteSpace(field.Description))
        {
            return field.Description;
        }

        var name = field.Name.Replace('_', ' ');
        return field.Kind switch
        {
            FieldKind.Text => $"The {name}, as the contract words it.",
            FieldKind.Date => $"The {name}: a date.",
            FieldKind.Duration => $"The {name}: a length of time.",
            FieldKind.Money => $"The {name}: an amount of money.",
            FieldKind.Party => $"The {name}: a person or a company by name.",
            FieldKind.Jurisdiction => $"The {name}: a state or a country.",
            FieldKind.Choice => $"The {name}.",
            FieldKind.Clause => $"A clause on {name}.",
        };
    }
}
