using System.Text.Json;

namespace Pipeline.Inference.Tests.Decoding.Described;

/// <summary>Reads an answer as a stranger would, and checks it against the rules of its passage.</summary>
internal static class PassageReader
{
    /// <summary>The findings that the answer stands for.</summary>
    public static List<(int Sentence, int Field, int? Start, int? Length, int? Option)> Check(PassageCase passage, string answer)
    {
        var findings = new List<(int Sentence, int Field, int? Start, int? Length, int? Option)>();
        foreach (var element in JsonDocument.Parse(answer).RootElement.GetProperty("findings").EnumerateArray())
        {
            var sentence = element.GetProperty("sentence").GetInt32() - 1;
            var name = element.GetProperty("field").GetString();
            var field = Array.FindIndex(passage.Fields, f => f.Name == name);
            var value = element.TryGetProperty("value", out var given) ? given.GetString() : null;
            Assert.InRange(sentence, 0, passage.Sentences.Length - 1);
            Assert.True(field >= 0, "No such field.");
            var after = -1;
            if (findings is [.., var last])
            {
                Assert.True(sentence >= last.Sentence, "Sentence numbers never decrease.");
                if (sentence == last.Sentence)
                {
                    Assert.True(field > last.Field || (field == last.Field && value is not null && Later(passage.Fields[field], last) is not null), "Findings follow the fields' order; only values repeat.");
                    after = field == last.Field ? Later(passage.Fields[field], last)!.Value : -1;
                }
            }

            findings.Add(value is null ? (sentence, field, null, null, null)
                : passage.Fields[field].Options.Count > 0 ? (sentence, field, null, null, Option(passage.Fields[field], value, after))
                : (sentence, field, Place(passage.Sentences[sentence], passage.Fields[field], value, after), value.Length, null));
        }

        return findings;
    }

    /// <summary>What a further value of the same field has to come after; null where there is none.</summary>
    private static int? Later(EngineField field, (int Sentence, int Field, int? Start, int? Length, int? Option) last) =>
        last.Option is null || field.Many ? last.Start ?? last.Option : null;

    private static int Option(EngineField field, string value, int after)
    {
        var option = field.Options.ToList().IndexOf(value);
        Assert.True(option > after, "A value of a choice is one of its options, in their order.");
        return option;
    }

    /// <summary>The first place where the value may stand.</summary>
    private static int Place(EngineSentence sentence, EngineField field, string value, int after)
    {
        var text = sentence.Text;
        var places = field.Spans is null
            ? from start in Enumerable.Range(0, text.Length)
              where string.CompareOrdinal(text, start, value, 0, value.Length) == 0 && SpanRule.MayStart(text, start) && SpanRule.MayEnd(text, start + value.Length)
              select start
            : from span in sentence.Spans
              where span.Kind == field.Spans && span.Length > 0 && span.Start >= 0 && span.Start + span.Length <= text.Length && text.Substring(span.Start, span.Length) == value
              orderby span.Start
              select span.Start;
        var legal = places.Where(p => p > after).ToList();
        Assert.NotEmpty(legal);
        return legal[0];
    }
}
