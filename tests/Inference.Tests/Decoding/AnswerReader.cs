using System.Text;
using System.Text.Json;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>Reads an answer as a stranger would, and checks it against the rules of its sentence.</summary>
internal sealed class AnswerReader
{
    private readonly Vocabulary _vocabulary;
    private readonly InlineLiterals _literals;
    private readonly AnswerCase _case;
    private readonly DecodingLimits _limits;

    public AnswerReader(LoadedModel model, AnswerCase arbitrary, DecodingLimits limits)
        : this(model.Vocabulary, model.Literals, arbitrary, limits)
    {
    }

    public AnswerReader(Vocabulary vocabulary, InlineLiterals literals, AnswerCase arbitrary, DecodingLimits limits) =>
        (_vocabulary, _literals, _case, _limits) = (vocabulary, literals, arbitrary, limits);

    /// <summary>The findings that the answer stands for.</summary>
    public List<(int Field, int? Start, int? Length)> Check(string answer, IReadOnlyList<int> tokens)
    {
        var findings = new List<(int Field, int? Start, int? Length)>();
        var at = 0;
        foreach (var element in JsonDocument.Parse(answer).RootElement.EnumerateArray())
        {
            var name = element.GetProperty("field").GetString()!;
            var field = Array.FindIndex(_case.Fields, f => f.Name == name);
            var value = element.TryGetProperty("value", out var given) ? given.GetString() : null;
            CheckOrder(findings, field, value);
            var after = findings.Count > 0 && findings[^1].Field == field ? findings[^1].Start!.Value : -1;
            findings.Add(value is null ? (field, null, null) : (field, Place(_case.Fields[field], value, after), value.Length));
            at = SkipFinding(tokens, at, findings.Count == 1, name, value);
        }

        Assert.Equal(_literals.LineFeed, tokens[at]);
        Assert.Equal(tokens.Count, at + 1);
        Assert.InRange(findings.Count, 1, _limits.FindingsPerSentence);
        return findings;
    }

    private static void CheckOrder(List<(int Field, int? Start, int? Length)> findings, int field, string? value)
    {
        Assert.True(field >= 0, "No such field.");
        if (findings.Count > 0)
        {
            Assert.True(field > findings[^1].Field || (field == findings[^1].Field && value is not null && findings[^1].Start is not null), "Findings follow the fields' order; only values repeat.");
        }
    }

    /// <summary>The first place where the value may stand.</summary>
    private int Place(EngineField field, string value, int after)
    {
        var text = _case.Sentence.Text;
        var places = field.Spans is null
            ? from start in Enumerable.Range(0, text.Length)
              where string.CompareOrdinal(text, start, value, 0, value.Length) == 0 && SpanRule.MayStart(text, start) && SpanRule.MayEnd(text, start + value.Length)
              select start
            : from span in _case.Sentence.Spans
              where span.Kind == field.Spans && span.Length > 0 && span.Start >= 0 && span.Start + span.Length <= text.Length && text.Substring(span.Start, span.Length) == value
              orderby span.Start
              select span.Start;
        var legal = places.Where(p => p > after).ToList();
        Assert.NotEmpty(legal);
        return legal[0];
    }

    /// <summary>Literals, names and values are tokens of their own; gives the index after the finding.</summary>
    private int SkipFinding(IReadOnlyList<int> tokens, int at, bool first, string name, string? value)
    {
        at = Skip(tokens, at, first ? _literals.First : _literals.Later);
        at = Skip(tokens, at, _vocabulary.Tokenize(name));
        if (value is not null)
        {
            at = Skip(tokens, at, _literals.Value);
            var left = Encoding.UTF8.GetByteCount(Escape(value));
            var start = at;
            while (left > 0)
            {
                left -= _vocabulary.Bytes(tokens[at++]).Length;
            }

            Assert.Equal(0, left);
            Assert.InRange(at - start, 1, _limits.ValueTokens);
        }

        return Skip(tokens, at, _literals.Close);
    }

    private static int Skip(IReadOnlyList<int> tokens, int at, int[] expected)
    {
        Assert.Equal(expected.AsEnumerable(), tokens.Skip(at).Take(expected.Length));
        return at + expected.Length;
    }

    private static string Escape(string value) => string.Concat(value.Select(c => c switch
    {
        '"' or '\\' => $"\\{c}",
        '\b' or '\t' or '\n' or '\f' or '\r' => "\\x",
        < ' ' => $"\\u{(int)c:x4}",
        _ => $"{c}",
    }));
}
