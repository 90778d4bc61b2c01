using System.Globalization;

namespace Pipeline.Domain.Normalization;

/// <summary>
/// The durations of a sentence: a number in words and / or digits, then day(s), week(s), month(s) or year(s): <c>two (2) years</c>, <c>24 months</c>,
/// <c>eighteen-month</c>. Leftmost first, never overlapping. A duration field can only point at one of these (extraction.md §4a).
/// </summary>
public static class DurationFinder
{
    public static IReadOnlyList<TypedSpan> Find(string sentence) =>
        FindAll(sentence).ConvertAll(found => new TypedSpan(found.Start, found.Length, found.Duration?.Text));

    internal static List<(int Start, int Length, Duration? Duration)> FindAll(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var line = new TokenLine(sentence);
        var found = new List<(int, int, Duration?)>();
        var at = 0;
        while (at < line.Count)
        {
            if ((line[at].Kind == TokenKind.Mark || !line[at - 1].IsWord) && Match(line, at) is var (end, duration))
            {
                found.Add((line[at].Start, line[end - 1].End - line[at].Start, duration));
                at = end;
            }
            else
            {
                at++;
            }
        }

        return found;
    }

    private static (int End, Duration? Duration)? Match(TokenLine line, int at)
    {
        if (Number(line, at, out var end) is not { } number)
        {
            return null;
        }

        // "two (2) years", "12 (twelve) months": the same number a second time, in brackets.
        var open = NumberWords.Separator(line, end);
        var agree = true;
        if (!line.Is(at, '(') && line.Is(open, '(') && Number(line, open, out var close) is { } again)
        {
            (agree, end) = (again == number, close);
        }

        end = NumberWords.Separator(line, end);
        return Unit(line, end) is { } unit && line.EndsBefore(end + 1)
            ? (end + 1, agree ? new Duration(number, unit) : null)
            : null;
    }

    private static decimal? Number(TokenLine line, int at, out int end)
    {
        var inner = line.Is(at, '(') ? line.SkipSpace(at + 1) : at;
        decimal? number = line[inner].Kind switch
        {
            TokenKind.Letters when NumberWords.Read(line, inner, out end) is > 0 and var words => words,
            TokenKind.Digits when inner != at || !IsTail(line, at) => Digits(line, inner, out end),
            _ => Nothing(inner, out end),
        };
        if (number is null || inner == at)
        {
            return number;
        }

        end = line.SkipSpace(end);
        return line.Is(end++, ')') ? number : null;
    }

    private static decimal? Nothing(int at, out int end)
    {
        end = at;
        return null;
    }

    /// <summary>"3-5 years", "1/2 year", "2.5 years" seen from the digits after the mark.</summary>
    private static bool IsTail(TokenLine line, int at) =>
        line[at - 2].Kind == TokenKind.Digits
        && (line.Is(at - 1, '-') || line.Is(at - 1, '\u2013') || line.Is(at - 1, '/') || line.Is(at - 1, '.') || line.Is(at - 1, ','));

    /// <summary>Up to four digits, or thousands set apart by a comma, with or without decimals.</summary>
    private static decimal? Digits(TokenLine line, int at, out int end)
    {
        end = at + 1;
        if (line[at].Length > 4)
        {
            return null;
        }

        if (line[at].Length <= 3 && line.Is(at + 1, ',') && line[at + 2] is { Kind: TokenKind.Digits, Length: 3 })
        {
            end = at + 3;
        }
        else if (line.Is(at + 1, '.') && line[at + 2] is { Kind: TokenKind.Digits, Length: <= 3 })
        {
            end = at + 3;
        }

        var text = line.Text.AsSpan(line[at].Start, line[end - 1].End - line[at].Start);
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
    }

    private static DurationUnit? Unit(TokenLine line, int at)
    {
        foreach (var unit in Enum.GetValues<DurationUnit>())
        {
            if (line.IsWord(at, Duration.Name(unit)) || line.IsWord(at, Duration.Name(unit) + "s"))
            {
                return unit;
            }
        }

        return null;
    }
}
