using System.Globalization;
using System.Text;

namespace Pipeline.Domain.Segmentation;

/// <summary>Upper case, lower case and digits as the Unicode properties Uppercase, Lowercase and Numeric_Type define them: the model's training data was cut by them.
/// <see cref="char.IsUpper(char)"/> differs in the enclosed and Roman letters, and in everything beyond the basic plane.</summary>
internal static class Letters
{
    // DerivedCoreProperties.txt, Other_Uppercase.
    private static readonly (int First, int Last)[] OtherUpper =
        [(0x2160, 0x216F), (0x24B6, 0x24CF), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)];

    // DerivedCoreProperties.txt, Other_Lowercase, Unicode 14.
    private static readonly (int First, int Last)[] OtherLower =
    [
        (0x00AA, 0x00AA), (0x00BA, 0x00BA), (0x02B0, 0x02B8), (0x02C0, 0x02C1), (0x02E0, 0x02E4), (0x0345, 0x0345), (0x037A, 0x037A),
        (0x1D2C, 0x1D6A), (0x1D78, 0x1D78), (0x1D9B, 0x1DBF), (0x2071, 0x2071), (0x207F, 0x207F), (0x2090, 0x209C), (0x2170, 0x217F),
        (0x24D0, 0x24E9), (0x2C7C, 0x2C7D), (0xA69C, 0xA69D), (0xA770, 0xA770), (0xA7F8, 0xA7F9), (0xAB5C, 0xAB5F),
        (0x10780, 0x10780), (0x10783, 0x10785), (0x10787, 0x107B0), (0x107B2, 0x107BA),
    ];

    public static bool StartsUpperOrDigit(ReadOnlySpan<char> text)
    {
        var rune = First(text);
        return Rune.GetUnicodeCategory(rune) == UnicodeCategory.UppercaseLetter || Within(OtherUpper, rune) || IsDigit(rune);
    }

    public static bool StartsLower(ReadOnlySpan<char> text)
    {
        var rune = First(text);
        return Rune.GetUnicodeCategory(rune) == UnicodeCategory.LowercaseLetter || Within(OtherLower, rune);
    }

    /// <summary>A decimal digit of any script (category Nd).</summary>
    public static bool IsDecimal(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    private static bool IsDigit(Rune rune)
    {
        // Numeric_Type Decimal or Digit: superscripts and circled digits count, fractions and Roman numerals do not.
        Span<char> units = stackalloc char[2];
        var length = rune.EncodeToUtf16(units);
        return CharUnicodeInfo.GetDigitValue(new string(units[..length]), 0) >= 0;
    }

    private static Rune First(ReadOnlySpan<char> text)
    {
        // A lone surrogate decodes as U+FFFD, which has no case.
        Rune.DecodeFromUtf16(text, out var rune, out _);
        return rune;
    }

    private static bool Within((int First, int Last)[] ranges, Rune rune) =>
        Array.Exists(ranges, range => rune.Value >= range.First && rune.Value <= range.Last);
}
