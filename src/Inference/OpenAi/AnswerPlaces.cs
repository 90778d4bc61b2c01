using System.Text;

namespace Pipeline.Inference.OpenAi;

/// <summary>Finds the places of an answer at which something is decided.</summary>
internal static class AnswerPlaces
{
    /// <summary>In the order of the answer.</summary>
    /// <param name="isOptional">Of a field's name: its findings have a value or none.</param>
    public static List<AnswerPlace> Of(WrittenAnswer answer, Func<string, bool> isOptional)
    {
        var places = new List<AnswerPlace>();
        for (var i = 0; i < answer.Findings.Count; i++)
        {
            var finding = answer.Findings[i];
            var another = i == 0 ? finding.Start : IndexOf(answer.Content, (byte)',', answer.Findings[i - 1].End, finding.Start);
            if (another >= 0)
            {
                places.Add(new AnswerPlace(AnswerRole.Another, another, another + 1, finding, RivalReading.More));
            }

            places.AddRange(PartsOf(answer.Content, finding, isOptional));
        }

        if (answer.ListEnd >= 0)
        {
            places.Add(new AnswerPlace(AnswerRole.ListEnd, answer.ListEnd, answer.ListEnd + 1, null, RivalReading.End));
        }

        places.Sort((left, right) => left.Start.CompareTo(right.Start));
        return places;
    }

    private static IEnumerable<AnswerPlace> PartsOf(byte[] content, WrittenFinding finding, Func<string, bool> isOptional)
    {
        if (finding.Sentence is not null)
        {
            var (start, end) = (finding.SentenceBytes.Start.Value, finding.SentenceBytes.End.Value);
            yield return new AnswerPlace(AnswerRole.Sentence, start, end + 1, finding, Text(content, finding.SentenceBytes) + RivalReading.NumberEnd);
        }

        if (finding.Field is { } field)
        {
            var (start, quote) = (finding.FieldBytes.Start.Value, finding.FieldBytes.End.Value);
            var after = quote + 1;
            while (after < finding.End && content[after] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                after++;
            }

            var outcome = Text(content, finding.FieldBytes) + '"';
            yield return isOptional(field)
                ? new AnswerPlace(AnswerRole.Field, start, after + 1, finding, outcome + (char)content[after])
                : new AnswerPlace(AnswerRole.Field, start, quote + 1, finding, outcome);
        }

        if (finding.Value is not null)
        {
            var (start, quote) = (finding.ValueBytes.Start.Value, finding.ValueBytes.End.Value);
            var outcome = Text(content, finding.ValueBytes) + '"';
            yield return new AnswerPlace(AnswerRole.Value, start, quote, finding, outcome);
            yield return new AnswerPlace(AnswerRole.ValueEnd, quote, quote + 1, finding, outcome) { Before = outcome[..^1] };
        }
    }

    private static int IndexOf(byte[] content, byte wanted, int start, int end)
    {
        var at = end > start ? content.AsSpan(start, end - start).IndexOf(wanted) : -1;
        return at < 0 ? -1 : start + at;
    }

    // Latin-1 keeps bytes as they are: a rival may be a part of a character.
    private static string Text(byte[] content, Range bytes) => Encoding.Latin1.GetString(content.AsSpan(bytes));
}
