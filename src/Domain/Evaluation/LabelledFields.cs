using Pipeline.Domain.Confidence;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Evaluation;

/// <summary>Brings results and known answers together.</summary>
public static class LabelledFields
{
    /// <summary>The fields of a result that the answers speak of; none where its document was not read or is unknown.</summary>
    public static IEnumerable<LabelledField> Of(DocumentResult result, IExpectedAnswers answers, ExtractionSchema schema)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(schema);
        var document = answers.NameOf(result.Document);
        if (result.Failure is not null || !answers.Knows(document))
        {
            yield break;
        }

        foreach (var definition in schema.Fields.Where(field => answers.Fields.Contains(field.Name)))
        {
            if (result.Fields.TryGetValue(definition.Name, out var field))
            {
                yield return Of(result, definition, field, answers.Label(document, definition.Name, field)) with { Document = document };
            }
        }
    }

    private static LabelledField Of(DocumentResult result, FieldDefinition definition, FieldResult field, AnswerLabels labels)
    {
        var features = CandidateFeatures.Of(field, result.Pages);
        FieldValue[] all = [.. field.Values, .. field.Candidates];
        bool[] right = [.. labels.Values, .. labels.Candidates];
        return new LabelledField
        {
            Document = result.Document,
            Field = definition.Name,
            Candidates = [.. all.Select((value, i) => new LabelledCandidate(features[i], i < field.Values.Count, value.Confidence, right[i]))],
            Absence = AbsenceFeatures.Of(definition.Name, field, result.PossibleMisses),
            Answers = labels.Expected,
            Complete = labels.Complete,
            Many = definition.Many,
            Blocked = FieldRivals.Obstacles(field.Reasons).Any() || field.State is not (FieldState.Found or FieldState.Absent),
        };
    }
}
