using System.Globalization;

namespace Pipeline.Domain.Normalization;

/// <summary>Amounts in digits ("1,000,000", "2.500,00", "250k", "5 million") and in words ("one hundred thousand and 00/100").</summary>
internal static class AmountReader
{
    /// <summary>More is no amount of a contract, and a decimal holds it a thousand times over.</summary>
    private const decimal Most = 1_000_000_000_000_000m;

    /// <summary>The amount that starts at a token, and the token after it; null where there is none.</summary>
    public static decimal? Read(TokenLine line, int at, bool dotSetsThousands, out int end)
    {
        end = at;
        return line[at].Kind switch
        {
            TokenKind.Digits => Scaled(line, Digits(line, at, dotSetsThousands, out end), ref end),
            TokenKind.Letters => Words(line, at, out end),
            _ => null,
        };
    }

    /// <summary>Whether these digits go on a number that began before them: "3.5", "1/2", "A-17".</summary>
    public static bool IsTail(TokenLine line, int at) =>
        line[at - 1].IsWord || (line[at - 2].Kind == TokenKind.Digits && (line.Is(at - 1, '.') || line.Is(at - 1, ',') || line.Is(at - 1, '/') || line.Is(at - 1, '-') || line.Is(at - 1, '\'')));

    private static decimal? Digits(TokenLine line, int at, bool dotSetsThousands, out int end)
    {
        end = at + 1;
        var number = line.Span(at).ToString();
        var groups = 0;
        char? thousands = null;
        while (Separator(line, end) is { } mark && line[end + 1] is { Kind: TokenKind.Digits } next)
        {
            var last = !(Separator(line, end + 2) is not null && line[end + 3].Kind == TokenKind.Digits);
            if (IsGroup(mark, next.Length, last, number, (thousands, dotSetsThousands)))
            {
                (thousands, groups) = (mark, groups + 1);
                number += line.Span(end + 1).ToString();
                end += 2;
                continue;
            }

            // Decimals: after another mark than the thousands', once, and nothing follows them.
            if (mark is not ('.' or ',') || mark == thousands || (mark == ',' && next.Length == 3) || next.Length > 4)
            {
                return groups == 0 ? null : Parse(number);
            }

            number += "." + line.Span(end + 1).ToString();
            end += 2;
            break;
        }

        return Parse(number);
    }

    /// <summary>Groups of three digits, or of two as in India ("5,00,000"), all set apart by the same mark.</summary>
    private static bool IsGroup(char mark, int length, bool last, string before, (char? Mark, bool Dot) thousands)
    {
        if (thousands.Mark is { } used ? used != mark : before.Length > 3 || before[0] == '0')
        {
            return false;
        }

        // "$2.500" is two and a half, "EUR 2.500" two thousand five hundred; with a second group there is no doubt.
        var certain = mark is not '.' || thousands.Mark == '.' || thousands.Dot || !last;
        return certain && (length == 3 || (length == 2 && !last && mark == ','));
    }

    private static char? Separator(TokenLine line, int at) =>
        line[at] is { Length: 1 } token && line.Text[token.Start] is var mark && mark is '.' or ',' or '\'' or '’' or '\u00a0' or '\u202f' ? mark : null;

    private static decimal? Parse(string number) =>
        number.Length <= 20 && decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static decimal? Scaled(TokenLine line, decimal? amount, ref int end)
    {
        if (amount is null)
        {
            return null;
        }

        var next = line.SkipSpace(end);
        if (Magnitude(line, next, attached: next == end) is { } factor)
        {
            end = next + 1;
            amount *= factor;
        }

        return amount <= Most ? amount : null;
    }

    private static decimal? Magnitude(TokenLine line, int at, bool attached)
    {
        if (line[at].Kind != TokenKind.Letters)
        {
            return null;
        }

        return line.Span(at).ToString().ToLowerInvariant() switch
        {
            "k" when attached => 1_000m,
            "thousand" => 1_000m,
            "m" when attached => 1_000_000m,
            "mm" or "mn" or "mio" or "million" or "millions" => 1_000_000m,
            "b" when attached => 1_000_000_000m,
            "bn" or "billion" or "billions" => 1_000_000_000m,
            "trillion" => 1_000_000_000_000m,
            _ => null,
        };
    }

    /// <summary>"two million five hundred thousand", with the cents of cheques: "and 00/100".</summary>
    private static decimal? Words(TokenLine line, int at, out int end)
    {
        end = at;
        decimal total = 0;
        var least = decimal.MaxValue;
        while (total < Most)
        {
            var start = end == at ? at : After(line, end);
            var part = NumberWords.Read(line, start, out var partEnd);
            if (part == 0)
            {
                break;
            }

            var scale = NumberWords.Separator(line, partEnd);
            var factor = line.Is(scale, '-') ? null : Magnitude(line, scale, attached: false);
            if ((factor ?? 1) >= least)
            {
                break;
            }

            total += part * (factor ?? 1);
            (least, end) = (factor ?? 1, factor is null ? partEnd : scale + 1);
        }

        if (total == 0)
        {
            return null;
        }

        return total + Cents(line, ref end);
    }

    private static int After(TokenLine line, int end)
    {
        var at = line.Is(end, ',') ? line.SkipSpace(end + 1) : NumberWords.Separator(line, end);
        return line.IsWord(at, "and") ? line.SkipSpace(at + 1) : at;
    }

    private static decimal Cents(TokenLine line, ref int end)
    {
        var at = line.SkipSpace(end);
        if (!line.IsWord(at, "and") && !line.Is(at, '&'))
        {
            return 0;
        }

        at = line.SkipSpace(at + 1);
        if (line.IsWord(at, "no") && line.Is(at + 1, '/') && line.IsNumber(at + 2, 3, 3, out _))
        {
            end = at + 3;
            return 0;
        }

        if (!line.IsNumber(at, 1, 2, out var cents) || !line.Is(at + 1, '/') || !line.IsNumber(at + 2, 3, 3, out var whole) || whole != 100)
        {
            return 0;
        }

        end = at + 3;
        return cents / 100m;
    }
}
