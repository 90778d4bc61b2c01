using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Gating;

/// <summary>What the model finds rightly when it reads everything, and where: that is what leaving sentences out can lose.</summary>
internal static class FoundAnswers
{
    /// <summary>The values and candidates that are known answers, each with all its sentences; one of them is enough to find it again.</summary>
    public static IReadOnlyList<(string Field, int[] Sentences)> Of(DocumentResult result, IExpectedAnswers answers, IReadOnlyList<string> sentences)
    {
        var places = Enumerable.Range(0, sentences.Count).ToLookup(i => sentences[i], StringComparer.Ordinal);
        var found = new List<(string, int[])>();
        foreach (var (name, field) in result.Fields.Where(f => answers.Fields.Contains(f.Key)))
        {
            var labels = answers.Label(answers.NameOf(result.Document), name, field);
            foreach (var (value, right) in field.Values.Concat(field.Candidates).Zip(labels.Values.Concat(labels.Candidates)))
            {
                int[] at = right ? [.. value.Evidence.SelectMany(evidence => places[evidence.Quote]).Distinct()] : [];
                // A scanned page's sentences are not among these, and are always read.
                if (at.Length > 0)
                {
                    found.Add((name, at));
                }
            }
        }

        return found;
    }
}
