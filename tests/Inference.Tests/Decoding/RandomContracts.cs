using System.Text;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>Schemas and sentences that nobody would write: the same for the same seed.</summary>
internal sealed class RandomContracts
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_";
    private const int LongestName = 14;

    // One sentence in so many is one word of 10,000 characters, and one in so many is empty.
    private const int OneWordIn = 400;
    private const int EmptyIn = 100;

    private static readonly string[] Kinds = ["Date", "Duration", "Money"];

    private readonly Random _random;

    public RandomContracts(int seed) => _random = new Random(seed);

    /// <summary>Up to 40 fields, seldom none and seldom 200, of all rules and kinds.</summary>
    public EngineField[] Fields()
    {
        var count = _random.Next(50) switch { 0 => 0, 1 => 200, < 30 => _random.Next(1, 8), _ => _random.Next(8, 41) };
        return [.. Enumerable.Range(0, count).Select(_ => Name()).Distinct().Select(Field)];
    }

    public EngineSentence Sentence()
    {
        var text = _random.Next(OneWordIn) == 0 ? new string((char)_random.Next('a', 'z' + 1), 10_000) : _random.Next(EmptyIn) == 0 ? "" : Text();
        return new EngineSentence(text, [.. Enumerable.Range(0, _random.Next(5)).Select(_ => Span(text))]);
    }

    public int Next(int below) => _random.Next(below);

    private string Name()
    {
        var name = new StringBuilder().Append((char)_random.Next('a', 'z' + 1));
        for (var length = _random.Next(LongestName); length > 0; length--)
        {
            name.Append(NameCharacters[_random.Next(NameCharacters.Length)]);
        }

        return name.ToString();
    }

    private EngineField Field(string name) => _random.Next(6) switch
    {
        0 => new EngineField(name, EngineValue.None),
        1 => new EngineField(name, (EngineValue)_random.Next(2)) { Options = [.. Enumerable.Range(0, _random.Next(1, 7)).Select(_ => Text()).Distinct()], Many = _random.Next(2) == 0 },
        < 4 => new EngineField(name, (EngineValue)_random.Next(2), Kinds[_random.Next(Kinds.Length)]),
        _ => new EngineField(name, (EngineValue)_random.Next(2)),
    };

    private string Text()
    {
        var text = new StringBuilder();
        for (var pieces = _random.Next(1, 14); pieces > 0; pieces--)
        {
            text.Append(_random.Next(4) switch
            {
                0 => $" {Name()}",
                1 => ((char)_random.Next(char.MaxValue + 1)).ToString(),
                _ => AnswerCase.Pieces[_random.Next(AnswerCase.Pieces.Length)],
            });
        }

        return text.ToString();
    }

    /// <summary>One that a finder would give, or one that lies about the sentence.</summary>
    private OfferedSpan Span(string text)
    {
        var kind = Kinds[_random.Next(Kinds.Length)];
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var (from, to) = (_random.Next(text.Length + 1), _random.Next(text.Length + 1));
            if (from < to && SpanRule.MayStart(text, from) && SpanRule.MayEnd(text, to))
            {
                return new OfferedSpan(kind, from, to - from);
            }
        }

        return new OfferedSpan(kind, _random.Next(-2, 1) * 3, _random.Next(3) * (text.Length + 1));
    }
}
