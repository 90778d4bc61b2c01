namespace Pipeline.Domain.Normalization;

/// <summary>What a sign or name of money stands for.</summary>
/// <param name="Code">ISO 4217; null where several countries' money is called so.</param>
/// <param name="Vague">"$" and "dollars" mean the American one, unless a second mark of the same amount says which.</param>
internal sealed record Currency(string? Code, bool Vague = false)
{
    // Where a dot sets thousands apart and a comma the decimals.
    private static readonly HashSet<string> Continental = new(StringComparer.Ordinal)
    {
        "EUR", "DKK", "NOK", "SEK", "PLN", "CZK", "HUF", "RON", "TRY", "BRL", "ARS", "CLP", "COP", "IDR", "VND", "RUB", "CHF",
    };

    /// <summary>"2.500" is two thousand five hundred rather than two and a half.</summary>
    public bool DotSetsThousands => Code is not null && Continental.Contains(Code);

    /// <summary>The one currency that two marks of one amount name; null where they name two.</summary>
    public static Currency? Same(Currency? first, Currency? second)
    {
        if (first is null || second is null || first == second)
        {
            return first ?? second;
        }

        return first.Vague && IsKind(second, first) ? second : second.Vague && IsKind(first, second) ? first : null;
    }

    /// <summary>A Canadian dollar is a dollar, a pound is none; a Swedish krona is written "kr".</summary>
    private static bool IsKind(Currency exact, Currency vague) =>
        exact.Code is not null && (vague.Code is null || exact.Code.EndsWith('D'));
}
