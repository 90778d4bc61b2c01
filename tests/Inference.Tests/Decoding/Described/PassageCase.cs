using FsCheck;
using FsCheck.Fluent;

namespace Pipeline.Inference.Tests.Decoding.Described;

/// <summary>A passage, a list of fields and a source of logits, all arbitrary.</summary>
internal sealed record PassageCase(EngineSentence[] Sentences, EngineField[] Fields, int Seed, int Scale)
{
    public static Arbitrary<PassageCase> Any { get; } = Arb.From(
        from parts in AnswerCase.Any.Generator.NonEmptyListOf()
        select new PassageCase([.. parts.Take(12).Select(p => p.Sentence)], parts[0].Fields, parts[0].Seed, parts[0].Scale));

    public override string ToString() => string.Join("\n", Sentences.Select(s => (AnswerCase.Shown(s), string.Join(" ", s.Spans)))) + $"\n{string.Join(", ", Fields.Select(f => $"{f.Name}:{f.Value}:{f.Spans}"))} seed {Seed}, scale {Scale}";
}
