using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Blanks;

/// <summary>Words that say of which field a blank is. A blank in "dated ____" is no expiry.</summary>
internal static class BlankCues
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["effective_date"] = ["effective", "as of", "made", "entered into", "dated", "day of"],
        ["agreement_date"] = ["as of", "made", "entered into", "dated", "day of", "executed"],
        ["expiration_date"] = ["expire", "expiration", "until", "terminate", "end on"],
        ["term"] = ["term", "period", "continue", "remain in"],
        ["governing_law"] = ["law"],
        ["parties"] = ["between", "among", "enter into"],
        ["renewal_term"] = ["renew", "extend"],
        ["notice_period_to_terminate_renewal"] = ["notice"],
        ["warranty_duration"] = ["warrant"],
    };

    /// <summary>Any of the words known for a field; of an owner's own field, every word of its name ("annual_fee").</summary>
    public static bool Speak(FieldDefinition field, string sentence) => Known.TryGetValue(field.Name, out var cues)
        ? cues.Any(cue => sentence.Contains(cue, StringComparison.OrdinalIgnoreCase))
        : field.Name.Split('_').All(word => sentence.Contains(word, StringComparison.OrdinalIgnoreCase));
}
