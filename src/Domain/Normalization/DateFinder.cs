using System.Globalization;

namespace Pipeline.Domain.Normalization;

/// <summary>
/// The dates of a sentence, in the forms that contracts use: <c>March 5(th), 2010</c>, <c>5(th) (day of) March, 2010</c>, <c>3/5/10</c>, <c>3/5/2010</c>,
/// <c>2010-03-05</c>; months long or short, any case. Leftmost first, never overlapping. A date field can only point at one of these (extraction.md §4a).
/// </summary>
public static class DateFinder
{
    // POSIX strptime's pivot for years of two digits: 69–99 are 19xx, 00–68 are 20xx.
    private const int FirstYearOfLastCentury = 69;

    private const int MonthsOfYear = 12;

    private static readonly Dictionary<string, int> Months = MonthNames();

    public static IReadOnlyList<TypedSpan> Find(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var line = new TokenLine(sentence);
        var found = new List<TypedSpan>();
        var at = 0;
        while (at < line.Count)
        {
            if (!line[at - 1].IsWord && Match(line, at) is var (end, date))
            {
                found.Add(new TypedSpan(line[at].Start, line[end - 1].End - line[at].Start, date));
                at = end;
            }
            else
            {
                at++;
            }
        }

        return found;
    }

    /// <summary>Whether day and month of a found date could be the other way round: "03/04/2024" can, "03/14/2024" and "03/03/2024" cannot.</summary>
    public static bool IsAmbiguous(ReadOnlySpan<char> date)
    {
        var first = date.IndexOf('/');
        var second = date[(first + 1)..].IndexOf('/');
        return first > 0 && second > 0
            && int.TryParse(date[..first], NumberStyles.None, CultureInfo.InvariantCulture, out var one)
            && int.TryParse(date.Slice(first + 1, second), NumberStyles.None, CultureInfo.InvariantCulture, out var other)
            && one <= MonthsOfYear && other <= MonthsOfYear && one != other;
    }

    /// <summary>The token after the date that starts at <paramref name="at"/>, and its ISO form (null: no calendar has it).</summary>
    private static (int End, string? Date)? Match(TokenLine line, int at) => line[at].Kind switch
    {
        TokenKind.Letters => MonthFirst(line, at),
        TokenKind.Digits => DayFirst(line, at) ?? Slashed(line, at) ?? Iso(line, at),
        _ => null,
    };

    private static (int, string?)? MonthFirst(TokenLine line, int at)
    {
        if (!IsMonth(line, ref at, out var month))
        {
            return null;
        }

        at = line.SkipSpace(at);
        return IsDay(line, ref at, out var day) ? Year(line, at, month, day) : null;
    }

    private static (int, string?)? DayFirst(TokenLine line, int at)
    {
        if (!IsDay(line, ref at, out var day))
        {
            return null;
        }

        at = line.SkipSpace(at);
        if (line.IsWord(at, "day"))
        {
            at = line.SkipSpace(at + 1);
        }

        if (line.IsWord(at, "of"))
        {
            at = line.SkipSpace(at + 1);
        }

        return IsMonth(line, ref at, out var month) ? Year(line, at, month, day) : null;
    }

    private static (int, string?)? Year(TokenLine line, int at, int month, int day)
    {
        at = line.SkipSpace(at);
        if (line.Is(at, ','))
        {
            at = line.SkipSpace(at + 1);
        }

        return line.IsNumber(at, 4, 4, out var year) && year is >= 1000 and < 3000 && line.EndsBefore(at + 1)
            ? (at + 1, Calendar(year, month, day))
            : null;
    }

    private static (int, string?)? Slashed(TokenLine line, int at)
    {
        // "1/2/03/04" and "4.1/2/03" are no dates but parts of something else.
        if (!line.IsNumber(at, 1, 2, out var first) || !line.Is(at + 1, '/')
            || !line.IsNumber(at + 2, 1, 2, out var second) || !line.Is(at + 3, '/')
            || line[at + 4].Length is not (2 or 4) || !line.IsNumber(at + 4, 2, 4, out var year)
            || Continues(line, at - 1, -1) || Continues(line, at + 5, 1) || !line.EndsBefore(at + 5))
        {
            return null;
        }

        if (line[at + 4].Length == 2)
        {
            year += year >= FirstYearOfLastCentury ? 1900 : 2000;
        }

        // American order; the other one only where the first number cannot be a month.
        var (month, day) = first > 12 ? (second, first) : (first, second);
        return month is >= 1 and <= 12 && day is >= 1 and <= 31 && year is >= 1000 and < 3000
            ? (at + 5, Calendar(year, month, day))
            : null;
    }

    private static (int, string?)? Iso(TokenLine line, int at) =>
        line.IsNumber(at, 4, 4, out var year) && year is >= 1000 and < 3000 && line.Is(at + 1, '-')
        && line.IsNumber(at + 2, 2, 2, out var month) && month is >= 1 and <= 12 && line.Is(at + 3, '-')
        && line.IsNumber(at + 4, 2, 2, out var day) && day is >= 1 and <= 31
        && !Continues(line, at - 1, -1) && !Continues(line, at + 5, 1) && line.EndsBefore(at + 5)
            ? (at + 5, Calendar(year, month, day))
            : null;

    /// <summary>A mark that joins numbers, with a word on its other side.</summary>
    private static bool Continues(TokenLine line, int mark, int direction) =>
        line.Is(mark, '/')
        || ((line.Is(mark, '-') || line.Is(mark, '.')) && line[mark + direction].IsWord);

    private static bool IsMonth(TokenLine line, ref int at, out int month)
    {
        month = 0;
        if (line[at].Kind != TokenKind.Letters
            || !Months.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(line.Span(at), out month))
        {
            return false;
        }

        at = line.Is(at + 1, '.') ? at + 2 : at + 1;
        return true;
    }

    /// <summary>1 to 31, with or without its ordinal ending, which superscript sets as a word of its own.</summary>
    private static bool IsDay(TokenLine line, ref int at, out int day)
    {
        if (!line.IsNumber(at, 1, 2, out day) || day is < 1 or > 31)
        {
            return false;
        }

        at++;
        var ending = line.SkipSpace(at);
        if (line.IsWord(ending, "st") || line.IsWord(ending, "nd") || line.IsWord(ending, "rd") || line.IsWord(ending, "th"))
        {
            at = ending + 1;
        }

        return line[at].Kind is TokenKind.Space or TokenKind.Mark or TokenKind.Letters;
    }

    private static string? Calendar(int year, int month, int day) =>
        day <= DateTime.DaysInMonth(year, month) ? FormattableString.Invariant($"{year:D4}-{month:D2}-{day:D2}") : null;

    private static Dictionary<string, int> MonthNames()
    {
        string[] names = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        var months = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Sept"] = 9 };
        for (var i = 0; i < names.Length; i++)
        {
            months[names[i]] = i + 1;
            months[names[i][..3]] = i + 1;
        }

        return months;
    }
}
