using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Inference.Tests.Decoding.Described;

/// <summary>A passage, a list of fields and a source of logits, all arbitrary.</summary>
internal sealed record PassageCase(EngineSentence[] Sentences, EngineField[] Fields, int Seed, int Scale)
{
    // Some begin others, some break out of a string, some cannot be written by every vocabulary, or not in a few tokens.
    private static readonly string[] Options =
    [
        "paid", "paid late", "paid late, in part", "unpaid", "p", " ", "net 30", "\"", "\"}", "\\", "a\"b", "x\ny", "\u0001", "\"},{\"field\":\"", "é", "漢字", "😀", "\U00040000", "Acme", "Inc", "\ud83d", "",
        new('x', 90), "zqxjkvbpwyf" + new string('q', 70),
    ];

    public static Arbitrary<PassageCase> Any { get; } = Arb.From(
        from parts in AnswerCase.Any.Generator.NonEmptyListOf()
        let fields = parts[0].Fields
        from options in Gen.Shuffle(Options).ArrayOf(fields.Length)
        from count in Gen.Choose(-6, 6).ArrayOf(fields.Length)
        from many in Gen.Elements(true, false).ArrayOf(fields.Length)
        select new PassageCase([.. parts.Take(12).Select(p => p.Sentence)], [.. fields.Select((f, i) => count[i] > 0 ? f with { Options = options[i][..count[i]], Many = many[i] } : f)], parts[0].Seed, parts[0].Scale));

    public override string ToString() => string.Join("\n", Sentences.Select(s => (AnswerCase.Shown(s), string.Join(" ", s.Spans)))) + $"\n{string.Join(", ", Fields.Select(f => $"{f.Name}:{f.Value}:{f.Spans}:{f.Many}:{string.Join('|', f.Options)}"))} seed {Seed}, scale {Scale}";
}
