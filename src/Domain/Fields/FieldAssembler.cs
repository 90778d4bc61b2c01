using Pipeline.Domain.Fields.Definitions;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields;

/// <summary>
/// Makes the fields of a document out of the findings of its sentences (extraction.md §6): findings of one value are one group, groups over the model's threshold are values,
/// a field with one value takes the best group. Every field of the schema is in the result, in the schema's order, and every order is total, so the same findings give the same bytes.
/// </summary>
public sealed class FieldAssembler(ExtractionSchema schema, IReadOnlyDictionary<string, double> emitThresholds)
{
    /// <summary>Places listed per value: more help no reviewer, and a running header would list every page.</summary>
    public const int MostEvidence = 20;

    private readonly Dictionary<string, FieldDefinition> _fields = schema.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);

    /// <param name="findings">In any order.</param>
    /// <param name="sentences">The texts that the findings' numbers and spans refer to.</param>
    /// <exception cref="ArgumentException">A finding of a field that the schema lacks, of a sentence or span that is not there, or of a value that a choice does not offer.</exception>
    public IReadOnlyDictionary<string, FieldResult> Assemble(IReadOnlyList<Finding> findings, IReadOnlyList<string> sentences, EvidenceSource evidence)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(evidence);
        foreach (var finding in findings)
        {
            Check(finding, sentences);
        }

        var capped = FirstCapped(findings);
        var found = findings.ToLookup(finding => finding.Field, StringComparer.Ordinal);
        var results = new OrderedDictionary<string, FieldResult>(schema.Fields.Count, StringComparer.Ordinal);
        for (var index = 0; index < schema.Fields.Count; index++)
        {
            var field = schema.Fields[index];
            var decided = Decide(field, Defined(field, ValueGroups.Of(field, found[field.Name], sentences), sentences), evidence);
            results.Add(field.Name, index < capped ? decided : decided.ForReview(Reasons.Capped));
        }

        return results;
    }

    /// <summary>
    /// The first field that a capped sentence may hold more of. Findings of a sentence come in the schema's order, so what a cap cut off is further values of the last field read, or any later field.
    /// </summary>
    private int FirstCapped(IReadOnlyList<Finding> findings)
    {
        var capped = findings.Where(finding => finding.Decisions.Capped).Select(finding => finding.Field).ToHashSet(StringComparer.Ordinal);
        return schema.Fields.Select(field => field.Name).TakeWhile(name => !capped.Contains(name)).Count();
    }

    /// <summary>What the document itself defines as the field's term goes before what ranks first otherwise.</summary>
    private List<ValueGroup> Defined(FieldDefinition field, List<ValueGroup> groups, IReadOnlyList<string> sentences)
    {
        var threshold = emitThresholds.GetValueOrDefault(field.Name);
        if (groups.Count < 2 || DefinedValues.KeyOf(field, sentences) is not { } key)
        {
            return groups;
        }

        return [.. groups.OrderByDescending(group => group.Key == key && group.Confidence >= threshold)];
    }

    private FieldResult Decide(FieldDefinition field, List<ValueGroup> groups, EvidenceSource evidence)
    {
        var threshold = emitThresholds.GetValueOrDefault(field.Name);
        var emitted = groups.Where(group => group.Confidence >= threshold).ToList();
        var values = field.Many ? emitted : [.. emitted.Take(1)];
        var candidates = groups.Except(values);
        return new FieldResult
        {
            State = values.Count > 0 ? FieldState.Found : FieldState.Absent,
            Decision = FieldDecision.Review,
            Reasons = [.. Why(field, groups, emitted.Count, values)],
            Values = [.. values.Select(group => Show(group, evidence))],
            Candidates = [.. candidates.Select(group => Show(group, evidence))],
        };
    }

    private static IEnumerable<string> Why(FieldDefinition field, List<ValueGroup> groups, int emitted, List<ValueGroup> values)
    {
        yield return Reasons.NotCalibrated;
        if (values.Any(group => group.Form is { Text: null }))
        {
            yield return Reasons.NotNormalized;
        }

        if (values.Any(group => group.Best.Finding.Decisions.Truncated))
        {
            yield return Reasons.Truncated;
        }

        if (!field.Many && emitted > 1)
        {
            yield return Reasons.Conflict;
        }

        if (values.Exists(group => group.IsAmbiguous))
        {
            yield return Reasons.AmbiguousDate;
        }

        if (values.Count == 0 && groups.Count > 0)
        {
            yield return Reasons.BelowThreshold;
        }

        // Also a candidate: a model that makes values up may have left out the real one.
        if (groups.Exists(group => !group.IsGrounded))
        {
            yield return Reasons.NotGrounded;
        }
    }

    private static FieldValue Show(ValueGroup group, EvidenceSource evidence) => new()
    {
        Value = group.Best.Text,
        Normalized = group.Form?.Text,
        Confidence = group.Confidence,
        ConfidenceSource = "raw",
        Source = "machine",
        Grounded = group.IsGrounded,
        Features = Confidence.DecisionFeatures.Of(group),
        Evidence = [.. group.Mentions.Take(MostEvidence).SelectMany(mention => evidence(mention.Finding.Sentence, mention.Start, mention.Length))],
    };

    private void Check(Finding finding, IReadOnlyList<string> sentences)
    {
        if (!_fields.TryGetValue(finding.Field, out var field))
        {
            throw new ArgumentException($"A finding names the field {finding.Field}, which {schema.Identity} lacks.", nameof(finding));
        }

        if (finding.Sentence < 0 || finding.Sentence >= sentences.Count)
        {
            throw new ArgumentException($"A finding names sentence {finding.Sentence} of {sentences.Count}.", nameof(finding));
        }

        if (finding.Start is null != finding.Length is null
            || (finding.Start is { } start && finding.Length is { } length && (start < 0 || length <= 0 || start > sentences[finding.Sentence].Length - length)))
        {
            throw new ArgumentException($"A finding's span {finding.Start}+{finding.Length} is not within sentence {finding.Sentence}.", nameof(finding));
        }

        // Of the kind choice an option is the only value, and of other kinds a span is; what is neither has to say so.
        var isValue = finding.Ungrounded is not null ? finding is { Start: null, Choice: null, Ungrounded.Length: > 0 } : field.Kind == FieldKind.Choice
            ? finding.Start is null && (finding.Choice is null || field.Options.Contains(finding.Choice, StringComparer.Ordinal))
            : finding.Choice is null;
        if (!isValue)
        {
            throw new ArgumentException($"A finding gives the field {finding.Field} a value that {schema.Identity} does not offer.", nameof(finding));
        }
    }
}
