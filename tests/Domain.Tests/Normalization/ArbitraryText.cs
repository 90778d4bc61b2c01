using System.Text;

namespace Pipeline.Domain.Tests.Normalization;

/// <summary>Random text from the pieces that the finders look at, with arbitrary code units between, lone surrogates included.</summary>
internal sealed class ArbitraryText(int seed)
{
    private static readonly string[] Pieces =
    [
        "May", "march", "SEPT", ".", ",", " ", " ", " ", "-", "/", "(", ")", "1", "2", "5", "19", "31", "2011", "1999", "th", "st", "day", "of", "days", "year", "years", "month", "weeks", "two",
        "twenty", "four", "hundred", "and", "thousand", "&", "Inc.", "LLC", "Limited", "State", "York", "New", "Acme", "the", "Bolt", "’s", "\u2011", "é", "e\u0301", "\u00a0", "٣", "½", "😀", "Ω",
        "\ud83d", "\ude00", "\0", "İ", "Σ",
    ];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder();
        for (var left = _random.Next(0, 24); left > 0; left--)
        {
            text.Append(_random.Next(8) == 0 ? ((char)_random.Next(0x10000)).ToString() : Pieces[_random.Next(Pieces.Length)]);
            text.Append(_random.Next(3) == 0 ? "" : " ");
        }

        return text.ToString();
    }
}
