using System.Text.Json;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Schemas;
using Pipeline.Domain.Tests.Evaluation;

namespace Pipeline.Domain.Tests.Normalization;

/// <summary>The labels of the documents that the model was trained on are normal forms already: a normaliser that changes one can never be right there.</summary>
public sealed class LabelFormsTests
{
    [DataFact]
    public void The_labels_of_training_documents_are_their_own_normal_forms()
    {
        using var splits = JsonDocument.Parse(File.ReadAllText(SharedData.Splits));
        var train = splits.RootElement.GetProperty("kleister-nda").GetProperty("train").EnumerateArray().Select(name => name.GetString()!).ToHashSet();
        var labels = File.ReadLines(SharedData.KleisterExpected).SelectMany(line => Labels(line, train)).ToList();
        Assert.True(labels.Count > 700, $"{labels.Count} labels");

        var changed = labels.Where(label => Folded(ValueNormalizer.Normalize(label.Kind, label.Text).Text) != Folded(label.Text)).ToList();
        Assert.Empty(changed);
    }

    /// <summary>Case and marks do not count in the data set's score.</summary>
    private static string? Folded(string? text) =>
        text is null ? null : new string([.. text.Where(c => c is not ('.' or ',' or '\'' or '’' or '"' or '(' or ')'))]).ToUpperInvariant();

    private static IEnumerable<(FieldKind Kind, string Text)> Labels(string line, HashSet<string> train)
    {
        using var document = JsonDocument.Parse(line);
        if (!train.Contains(document.RootElement.GetProperty("document").GetString()!))
        {
            yield break;
        }

        foreach (var field in document.RootElement.GetProperty("fields").EnumerateObject())
        {
            var kind = field.Name switch
            {
                "party" => FieldKind.Party,
                "jurisdiction" => FieldKind.Jurisdiction,
                "term" => FieldKind.Duration,
                "effective_date" => FieldKind.Date,
                var other => throw new InvalidOperationException($"A label of a key that the data set does not have: {other}"),
            };
            foreach (var value in field.Value.EnumerateArray())
            {
                yield return (kind, value.GetString()!);
            }
        }
    }
}
