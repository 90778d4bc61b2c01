namespace Pipeline.Domain.Normalization;

/// <summary>English cardinal numbers in words, below ten thousand: "two", "twenty-four", "twentyfour", "one hundred and eighty".</summary>
internal static class NumberWords
{
    private static readonly Dictionary<string, int> Small = SmallNumbers();

    /// <summary>Reads the number that starts at token <paramref name="at"/>; 0 where there is none. <paramref name="end"/> is the token after it.</summary>
    public static int Read(TokenLine line, int at, out int end)
    {
        end = at;
        var total = 0;
        var part = 0;
        while (Next(line, at, end, out var word))
        {
            var span = line.Span(word);
            if (span.Equals("hundred", StringComparison.OrdinalIgnoreCase) && part < 10)
            {
                part = Math.Max(1, part) * 100;
            }
            else if (span.Equals("thousand", StringComparison.OrdinalIgnoreCase) && part is > 0 and < 10 && total == 0)
            {
                (total, part) = (part * 1000, 0);
            }
            else if (Small.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(span, out var small) && Fits(part, small))
            {
                part += small;
            }
            else
            {
                break;
            }

            end = word + 1;
        }

        return total + part;
    }

    /// <summary>Units follow tens, and both follow hundreds: so no word sequence is longer than six words.</summary>
    private static bool Fits(int part, int small) =>
        part % 100 == 0 || (small < 10 && part % 100 >= 20 && part % 10 == 0);

    private static bool Next(TokenLine line, int start, int end, out int word)
    {
        word = end;
        if (end > start)
        {
            word = Separator(line, end);
            if (line.IsWord(word, "and") && (line.IsWord(end - 1, "hundred") || line.IsWord(end - 1, "thousand")))
            {
                word = Separator(line, word + 1);
            }
        }

        return line[word].Kind == TokenKind.Letters && (word == start || word > end);
    }

    /// <summary>The token after spaces and hyphens, of which line ends leave both.</summary>
    public static int Separator(TokenLine line, int at)
    {
        at = line.SkipSpace(at);
        return line.Is(at, '-') || line.Is(at, '\u2010') || line.Is(at, '\u2011') || line.Is(at, '\u2013') || line.Is(at, '\u00ad')
            ? line.SkipSpace(at + 1)
            : at;
    }

    private static Dictionary<string, int> SmallNumbers()
    {
        string[] units =
        [
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
            "sixteen", "seventeen", "eighteen", "nineteen",
        ];
        string[] tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        var small = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["fourty"] = 40 };
        for (var i = 0; i < units.Length; i++)
        {
            small[units[i]] = i + 1;
        }

        for (var i = 0; i < tens.Length; i++)
        {
            small[tens[i]] = (i + 2) * 10;
            for (var unit = 0; unit < 9; unit++)
            {
                small[tens[i] + units[unit]] = ((i + 2) * 10) + unit + 1;
            }
        }

        return small;
    }
}
