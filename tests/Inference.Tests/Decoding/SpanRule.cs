using System.Globalization;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>Where a value may start and end, written again from the rule: any non-space character that is not in the middle of a word; any place that is not in the middle of one nor just after a space.</summary>
internal static class SpanRule
{
    public static bool MayStart(string text, int at) =>
        at < text.Length && !InsidePair(text, at) && !IsSpace(text, at) && !InsideWord(text, at);

    public static bool MayEnd(string text, int at) =>
        at > 0 && at <= text.Length && !InsidePair(text, at) && !IsSpace(text, Before(text, at)) && !InsideWord(text, at);

    private static bool InsideWord(string text, int at) => at > 0 && at < text.Length && IsWord(text, Before(text, at)) && IsWord(text, at);

    private static bool InsidePair(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);

    private static int Before(string text, int at) => at >= 2 && char.IsSurrogatePair(text[at - 2], text[at - 1]) ? at - 2 : at - 1;

    private static bool IsSpace(string text, int at) => char.IsWhiteSpace(text, at);

    // L* and N* of the Unicode general category.
    private static bool IsWord(string text, int at) => CharUnicodeInfo.GetUnicodeCategory(text, at) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => true,
        _ => false,
    };
}
