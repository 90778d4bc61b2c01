using System.Text.RegularExpressions;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Definitions;

/// <summary>Resolves dates that a document defines as terms: what it calls "Effective Date" is its effective_date.</summary>
public static partial class DefinedValues
{
    /// <summary>
    /// The key of the value that the document defines the field's term as; null where it defines it as no date or as several. Measured on the labels of 213 contracts: 31 of 34 dates defined as
    /// "Effective Date" are the effective date.
    /// </summary>
    public static string? KeyOf(FieldDefinition field, IReadOnlyList<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(sentences);
        if (field.Many || field.Kind != FieldKind.Date || !field.Name.Contains('_', StringComparison.Ordinal))
        {
            return null;
        }

        var keys = DefinedTerms.Find(sentences, DefinedTerms.TermOf(field.Name)).Select(definition => Date(definition, sentences[definition.Sentence])).OfType<string>().Distinct().ToList();
        return keys is [var key] ? key : null;
    }

    /// <summary>A field without a value that the document defines by another place goes to a person with that sentence.</summary>
    public static IReadOnlyDictionary<string, FieldResult> MarkReferences(
        ExtractionSchema schema, IReadOnlyDictionary<string, FieldResult> fields, IReadOnlyList<string> sentences, EvidenceSource evidence)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(evidence);
        var result = new OrderedDictionary<string, FieldResult>(fields, StringComparer.Ordinal);
        foreach (var field in schema.Fields.Where(field => field.Kind is not FieldKind.Clause && fields[field.Name].Values.Count == 0))
        {
            foreach (var definition in DefinedTerms.Find(sentences, DefinedTerms.TermOf(field.Name)))
            {
                if (Elsewhere().IsMatch(sentences[definition.Sentence].AsSpan(definition.Start, definition.Length)))
                {
                    var before = fields[field.Name];
                    result[field.Name] = before.ForReview(Reasons.DefinedElsewhere) with { Candidates = [Show(definition, sentences, evidence), .. before.Candidates] };
                    break;
                }
            }
        }

        return result;
    }

    private static string? Date(Definition definition, string sentence)
    {
        var dates = DateFinder.Find(sentence.Substring(definition.Start, definition.Length));
        return dates.Count == 0 ? null : (definition.ReadsBackward ? dates[^1] : dates[0]).Normalized;
    }

    private static FieldValue Show(Definition definition, IReadOnlyList<string> sentences, EvidenceSource evidence)
    {
        var text = sentences[definition.Sentence].AsSpan(definition.Start, definition.Length);
        var start = definition.Start + text.Length - text.TrimStart().Length;
        var length = text.Trim().Length;
        return new FieldValue
        {
            Value = sentences[definition.Sentence].Substring(start, length),
            Normalized = null,
            Confidence = 0,
            ConfidenceSource = "raw",
            Source = "machine",
            Grounded = true,
            Evidence = evidence(definition.Sentence, start, length),
        };
    }

    /// <summary>"the date set forth in the Order Form", "the date first written above", "the date of the last signature".</summary>
    [GeneratedRegex(@"\b(?:set forth|specified|stated|defined|indicated|described|identified|given|shown|written|provided) (?:in|on|above|below|at|under|herein)\b|\bmeaning (?:set forth|given|ascribed|assigned)|\bfirst (?:above )?written|\bfirst (?:set forth|written|stated)|\b(?:last|latest|final) (?:signature|signed|party)|\bdate (?:I|you|of signature|hereof)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Elsewhere();
}
