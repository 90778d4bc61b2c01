using Pipeline.Domain.Fields.Blanks;
using Pipeline.Domain.Fields.Definitions;
using Pipeline.Domain.Fields.Lists;
using Pipeline.Domain.Fields.Rules;
using Pipeline.Domain.Language;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields;

/// <summary>All that sends assembled fields to a person whatever their confidence: blanks, references, possible misses, rules between fields, lists with gaps, the language. Values stay as they are.</summary>
/// <param name="languages">Those that the model learnt (ISO 639-1); empty where its card does not say.</param>
public sealed class FieldChecks(ExtractionSchema schema, IReadOnlyCollection<string> languages)
{
    public IReadOnlyDictionary<string, FieldResult> Apply(
        IReadOnlyDictionary<string, FieldResult> fields, IReadOnlyList<string> sentences, ReadingSigns signs, EvidenceSource evidence)
    {
        fields = BlankFields.Mark(schema, fields, sentences, signs, evidence);
        fields = DefinedValues.MarkReferences(schema, fields, sentences, evidence);
        fields = FieldMisses.Mark(fields, signs);
        fields = FieldRules.Apply(schema, fields);
        fields = PartyLists.Mark(schema, fields, sentences);
        return LanguageDetector.Detect(sentences).IsReadableIn(languages) ? fields : fields.ForReview(Reasons.Language, (_, _) => true);
    }
}
