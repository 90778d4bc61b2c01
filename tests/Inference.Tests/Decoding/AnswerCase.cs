using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>A sentence, a list of fields and a source of logits, all arbitrary.</summary>
internal sealed record AnswerCase(EngineSentence Sentence, EngineField[] Fields, int Seed, int Scale, double FindingProbability)
{
    // Each piece is a way to break out of a JSON string, of UTF-8, of a word or of the vocabulary.
    internal static readonly string[] Pieces =
    [
        "Acme", "Bolt LLC", "the", "of", "Ohio", "May 3, 2011", "two (2) years", "a", "I", "1", "42", " ", " ", " ", " ", " ", "  ", ", ", ".", ";", ":", "-", "/", "'",
        "\"", "\"\"", "\\", "\\\\", "\\\"", "\"}", "\"},{\"field\":\"", "\\u0041", "\\n", "\t", "\b", "\f", "\r", "\u0001", "\u001f", "\u007f", "\u0085", "\u00a0", "\u2028", "\u200b", "\ufeff",
        "é", "e\u0301", "ß", "İ", "Ⅷ", "½", "٣", "漢字", "שלום", "\u202eabc", "مرحبا", "😀", "👩‍👩‍👧", "🇩🇪", "𝔘", "\ud83d", "\ude00", "\udbff", "\uffff", "\0",
        "\U00040000", "\U00050000", "\U000C0000", "\U0010FFFF", "“", "”", "§", "<|im_end|>", "<s>", "{", "}", "[", "]", "__________",
        new('x', 90), new('漢', 60), string.Concat(Enumerable.Repeat("😀", 40)), "zqxjkvbpwyf" + new string('q', 70),
    ];

    private static readonly (string Name, string? Kind)[] Names =
    [
        ("agreement_date", "date"), ("anti_assignment", null), ("effective_date", "date"), ("expiration_date", "date"), ("governing_law", null), ("parties", null),
        ("party", null), ("renewal_term", "duration"), ("term", "duration"), ("term_of_notice", null), ("x", null),
    ];

    public static Arbitrary<AnswerCase> Any { get; } = Arb.From(
        from sentence in Sentences
        from fields in FieldLists
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from scale in Gen.Choose(0, Logits.Scales - 1)
        from probability in Gen.Elements(0.03, 0.1, 0.4, 0.7, 0.999, 1.0)
        select new AnswerCase(sentence, fields, seed, scale, probability));

    private static Gen<EngineSentence> Sentences =>
        from pieces in Gen.Elements(Pieces).NonEmptyListOf()
        let text = Limited(string.Concat(pieces))
        from cuts in Gen.Choose(0, text.Length).Two().ListOf()
        select new EngineSentence(text, [.. cuts.Take(12).SelectMany((cut, i) => Span(text, cut, i % 2 == 0 ? "date" : "duration"))]);

    private static Gen<EngineField[]> FieldLists =>
        from chosen in Gen.SubListOf(Names)
        from rules in Gen.Elements(EngineValue.Required, EngineValue.Optional, EngineValue.None).ArrayOf(Names.Length)
        from typed in Gen.Choose(0, 2).ArrayOf(Names.Length)
        select chosen.Select((f, i) => new EngineField(f.Name, rules[i], typed[i] > 0 ? f.Kind : null)).ToArray();

    public override string ToString() =>
        $"{string.Join(", ", Fields.Select(f => $"{f.Name}:{f.Value}:{f.Spans}"))} | {Shown(Sentence)} | {string.Join(" ", Sentence.Spans)} | seed {Seed}, scale {Scale}, P {FindingProbability}";

    public static string Shown(EngineSentence sentence) => string.Concat(sentence.Text.Select(c => c is >= ' ' and < '\u007f' ? $"{c}" : $"\\u{(int)c:x4}"));

    private static string Limited(string text) => text.Length <= 600 ? text : text[..600];

    /// <summary>A span that starts and ends where a value may, as a finder's would.</summary>
    private static IEnumerable<OfferedSpan> Span(string text, (int From, int To) cut, string kind)
    {
        var (from, to) = (Math.Min(cut.From, cut.To), Math.Max(cut.From, cut.To));
        if (SpanRule.MayStart(text, from) && SpanRule.MayEnd(text, to) && from < to)
        {
            yield return new OfferedSpan(kind, from, to - from);
        }
    }
}
