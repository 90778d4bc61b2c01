namespace Pipeline.Domain.Normalization;

/// <summary>The signs, codes and names of money that contracts use.</summary>
internal static class CurrencyNames
{
    private static readonly Currency Dollar = new("USD", Vague: true);
    private static readonly Currency Shared = new(null, Vague: true);

    private static readonly Dictionary<char, Currency> Signs = Table("€ EUR|£ GBP|₹ INR|₽ RUB|₩ KRW|₪ ILS|₺ TRY|₫ VND|₱ PHP|₴ UAH|฿ THB|₦ NGN")
        .Select(row => (row.Name[0], row.Money))
        // The last two stand for yen and yuan.
        .Concat([('$', Dollar), ('＄', Dollar), ('¥', Shared), ('￥', Shared)])
        .ToDictionary(row => row.Item1, row => row.Item2);

    // Letters before a dollar sign: "US$", "C$". In capitals only.
    private static readonly Dictionary<string, Currency> Dollars = Named(
        StringComparer.Ordinal,
        "US USD|USD USD|C CAD|CA CAD|CAD CAD|CDN CAD|Cdn CAD|Can CAD|A AUD|AU AUD|AUD AUD|NZ NZD|NZD NZD|HK HKD|HKD HKD|S SGD|SG SGD|SGD SGD|NT TWD|R BRL|MX MXN|Mex MXN");

    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "USD", "EUR", "GBP", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "JPY", "CNY", "CHF", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "RUB", "UAH", "INR", "KRW", "ILS", "AED",
        "SAR", "QAR", "KWD", "ZAR", "NGN", "KES", "EGP", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "IDR", "MYR", "THB", "PHP", "VND", "PKR",
    };

    private static readonly Dictionary<string, Currency> Words = Named(
        StringComparer.OrdinalIgnoreCase,
        "dollar $|dollars $|euro EUR|euros EUR|yen JPY|yuan CNY|renminbi CNY|zloty PLN|kronor SEK|rand ZAR|shekels ILS|rupees ?|pesos ?|francs ?|kroner ?|krone ?|kr ?");

    private static readonly Dictionary<string, Currency> CapitalWords = Named(StringComparer.Ordinal, "RMB CNY|Rs ?|STG GBP");

    // The adjective and the noun: "Canadian dollars". "Pounds" alone are a weight as often as money.
    private static readonly Dictionary<string, Currency> Pairs = Named(
        StringComparer.Ordinal,
        "us-dollar USD|states-dollar USD|american-dollar USD|canadian-dollar CAD|australian-dollar AUD|zealand-dollar NZD|kong-dollar HKD|singapore-dollar SGD|taiwan-dollar TWD|swiss-franc CHF|indian-rupee INR"
        + "|pakistani-rupee PKR|mexican-peso MXN|philippine-peso PHP|danish-krone DKK|norwegian-krone NOK|swedish-krona SEK|japanese-yen JPY|chinese-yuan CNY|pound-sterling GBP|british-pound GBP");

    // Words between an amount and the noun that belong to no pair themselves.
    private static readonly HashSet<string> Adjectives = new(StringComparer.OrdinalIgnoreCase) { "united", "new", "hong" };

    /// <summary>The mark of money that starts at a token, and the token after it.</summary>
    public static Currency? Read(TokenLine line, int at, out int end)
    {
        end = at + 1;
        if (Sign(line, at) is { } sign)
        {
            return sign;
        }

        if (line[at].Kind != TokenKind.Letters)
        {
            return null;
        }

        return SignAfterLetters(line, at, ref end) ?? Code(line, at) ?? Pair(line, at, ref end) ?? Word(line, at, ref end);
    }

    private static Currency? Sign(TokenLine line, int at) =>
        line[at] is { Kind: TokenKind.Mark, Length: 1 } token && Signs.TryGetValue(line.Text[token.Start], out var sign) ? sign : null;

    private static Currency? SignAfterLetters(TokenLine line, int at, ref int end)
    {
        var letters = line.Span(at).ToString();
        var next = at + 1;
        if (letters == "U" && IsUnitedStates(line, at))
        {
            (letters, next) = ("US", at + 4);
        }

        if (!Dollars.TryGetValue(letters, out var exact) || Sign(line, next) != Dollar)
        {
            return null;
        }

        end = next + 1;
        return exact;
    }

    private static Currency? Code(TokenLine line, int at) => Codes.TryGetValue(line.Span(at).ToString(), out var code) ? new Currency(code) : null;

    private static Currency? Pair(TokenLine line, int at, ref int end)
    {
        var first = at;
        if (line.IsWord(at, "U") && IsUnitedStates(line, at))
        {
            first = at + 4;
            return Noun(line, line.SkipSpace(first), "us", ref end);
        }

        if (Adjectives.Contains(line.Span(first).ToString()))
        {
            first = line.SkipSpace(first + 1);
        }

        return line[first].Kind == TokenKind.Letters ? Noun(line, line.SkipSpace(first + 1), line.Span(first).ToString().ToLowerInvariant(), ref end, first) : null;
    }

    private static Currency? Noun(TokenLine line, int at, string adjective, ref int end, int first = -1)
    {
        if (at == first || line[at].Kind != TokenKind.Letters)
        {
            return null;
        }

        var noun = line.Span(at).ToString().ToLowerInvariant();
        foreach (var (left, right) in (ReadOnlySpan<(string, string)>)[(adjective, noun), (adjective, noun.TrimEnd('s')), (adjective.TrimEnd('s'), noun)])
        {
            if (Pairs.TryGetValue($"{left}-{right}", out var found))
            {
                end = at + 1;
                return found;
            }
        }

        return null;
    }

    private static Currency? Word(TokenLine line, int at, ref int end)
    {
        var word = line.Span(at).ToString();
        if (!CapitalWords.TryGetValue(word, out var found) && !Words.TryGetValue(word, out found))
        {
            return null;
        }

        end = word is "Rs" or "kr" && line.Is(at + 1, '.') ? at + 2 : at + 1;
        return found;
    }

    /// <summary>"U.S." as tokens.</summary>
    private static bool IsUnitedStates(TokenLine line, int at) => line.Is(at + 1, '.') && line.IsWord(at + 2, "S") && line.Is(at + 3, '.');

    private static Dictionary<string, Currency> Named(StringComparer comparer, string rows) => Table(rows).ToDictionary(row => row.Name, row => row.Money, comparer);

    /// <summary>Rows of a name and a code; "$" is the vague dollar, "?" what several countries call their money.</summary>
    private static IEnumerable<(string Name, Currency Money)> Table(string rows)
    {
        foreach (var row in rows.Split('|'))
        {
            var code = row[(row.LastIndexOf(' ') + 1)..];
            yield return (row[..row.LastIndexOf(' ')], code switch { "$" => Dollar, "?" => Shared, _ => new Currency(code) });
        }
    }
}
