namespace Pipeline.Domain.Normalization;

/// <summary>
/// The amounts of money of a sentence: <c>$1,000,000</c>, <c>US$ 5 million</c>, <c>EUR 2.500,00</c>, <c>£250k</c>, <c>500 euros</c>,
/// <c>one hundred thousand dollars ($100,000)</c>. Leftmost first, never overlapping. A money field can only point at one of these.
/// </summary>
public static class MoneyFinder
{
    public static IReadOnlyList<TypedSpan> Find(string sentence) =>
        FindAll(sentence).ConvertAll(found => new TypedSpan(found.Start, found.Length, found.Money?.Text));

    /// <summary>Money is null where words and digits differ.</summary>
    internal static List<(int Start, int Length, Money? Money)> FindAll(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var line = new TokenLine(sentence);
        var found = new List<(int, int, Money?)>();
        var at = 0;
        while (at < line.Count)
        {
            if ((line[at].Kind == TokenKind.Mark || !line[at - 1].IsWord) && Match(line, at) is { } match)
            {
                found.Add((line[at].Start, line[match.End - 1].End - line[at].Start, match.Money));
                at = match.End;
            }
            else
            {
                at++;
            }
        }

        return found;
    }

    private static (int End, Money? Money)? Match(TokenLine line, int at)
    {
        if (Amount(line, at) is not { } first)
        {
            return null;
        }

        // "one hundred thousand dollars ($100,000)", "one hundred thousand ($100,000) dollars": the same amount a second time, in brackets.
        var open = line.SkipSpace(first.End);
        if (line.Is(open, '(') && Amount(line, line.SkipSpace(open + 1)) is { } second && line.SkipSpace(second.End) is var close && line.Is(close, ')'))
        {
            var end = close + 1;
            var after = Following(line, end, ref end);
            if (Same(first.Currency, second.Currency, after) is not { } currency)
            {
                return first.Currency is null && second.Currency is null && after is null ? null : (end, null);
            }

            return (end, first.Number == second.Number ? new Money(first.Number, currency.Code) : null);
        }

        return first.Currency is null ? null : (first.End, new Money(first.Number, first.Currency.Code));
    }

    private static Currency? Same(params ReadOnlySpan<Currency?> marks)
    {
        Currency? same = null;
        foreach (var mark in marks)
        {
            var both = Currency.Same(same, mark);
            if (both is null && same is not null)
            {
                return null;
            }

            same = both;
        }

        return same;
    }

    /// <summary>A number with what marks it as money before or after it, if anything does.</summary>
    private static (decimal Number, Currency? Currency, int End)? Amount(TokenLine line, int at)
    {
        var before = CurrencyNames.Read(line, at, out var start);
        start = before is null ? at : line.SkipSpace(start);
        if (before is null && AmountReader.IsTail(line, at))
        {
            return null;
        }

        if (AmountReader.Read(line, start, before?.DotSetsThousands ?? IsContinental(line, start), out var end) is not { } number || !line.EndsBefore(end))
        {
            // "500EUR" ends in the middle of a word and is money all the same.
            return null;
        }

        var after = Following(line, end, ref end);
        return Currency.Same(before, after) is { } currency ? (number, currency, end)
            : before is null ? (number, null, end)
            : null;
    }

    private static Currency? Following(TokenLine line, int at, ref int end)
    {
        var next = line.SkipSpace(at);
        // "five million of Euros" is not how anyone writes, "$5 and €3" are two amounts: a sign after a number is its own only where no number follows.
        if (CurrencyNames.Read(line, next, out var after) is not { } currency || line[line.SkipSpace(after)].Kind == TokenKind.Digits || !line.EndsBefore(after))
        {
            return null;
        }

        end = after;
        return currency;
    }

    /// <summary>"2.500 EUR": the currency that decides what the dot means stands after the number.</summary>
    private static bool IsContinental(TokenLine line, int at)
    {
        var end = at;
        return AmountReader.Read(line, at, dotSetsThousands: true, out var after) is not null && Following(line, after, ref end) is { DotSetsThousands: true };
    }
}
