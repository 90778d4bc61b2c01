using System.Globalization;

namespace Pipeline.Domain.Evaluation;

/// <summary>Numbers as the normative scripts print them.</summary>
internal static class ScriptNumber
{
    /// <summary>Python rounds the exact value, ties to even (0.0625 → 0.062); .NET's "F3" rounds ties away from zero.</summary>
    public static string Fixed(double value, int digits)
    {
        // 60 decimals tell every tie of a ratio of counts from its neighbours.
        var exact = value.ToString("F60", CultureInfo.InvariantCulture);
        var cut = exact.Length - 60 + digits;
        var tie = exact[cut] == '5' && exact.AsSpan(cut + 1).TrimEnd('0').IsEmpty;
        return tie && (exact[cut - 1] - '0') % 2 == 0
            ? exact[..cut]
            : value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
