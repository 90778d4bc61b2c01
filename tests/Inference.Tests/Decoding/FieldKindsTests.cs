using System.Text;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Schemas;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Scheduling;
using Pipeline.Inference.Tests.Decoding.Described;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>A field of each kind that an owner can ask for is decoded exactly, or refused with the reason.</summary>
[Collection(ModelTests.Name)]
public sealed class FieldKindsTests
{
    private const string Text = "On May 3, 2011 Acme Inc. of Ohio pays $5,000 for two (2) years.";

    private readonly LoadedModel _model;

    public FieldKindsTests(LoadedModel model) => _model = model;

    public static TheoryData<FieldKind> Kinds => [.. Enum.GetValues<FieldKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_inline_style_writes_it_or_says_that_it_cannot(FieldKind kind)
    {
        var check = new RequestCheck(_model.Literals, new DecodingLimits());
        var field = Field(kind);
        if (kind == FieldKind.Choice)
        {
            var refusal = Assert.Throws<ArgumentException>(() => check.Demand([Field(FieldKind.Date), field]));
            Assert.Contains("the inline style cannot choose", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(field.Name, refusal.Message, StringComparison.Ordinal);
            return;
        }

        check.Demand([field]);
        var values = new HashSet<string?>();
        for (var seed = 0; seed < 60; seed++)
        {
            var arbitrary = new AnswerCase(Sentence(kind), [field], seed, seed % Logits.Scales, 0.9);
            var driven = DrivenAnswer.Drive(_model, arbitrary, new DecodingLimits(), probe: false);
            foreach (var path in driven.Paths)
            {
                var told = new AnswerReader(_model, arbitrary, new DecodingLimits()).Check(DrivenAnswer.Text(_model, path), path.Tokens);
                values.UnionWith(told.Select(t => t.Start is { } start ? Text.Substring(start, t.Length!.Value) : null));
            }
        }

        Expect(kind, values);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_described_style_writes_it(FieldKind kind)
    {
        var field = Field(kind);
        var value = Value(kind);
        var answer = $$"""{"findings":[{"sentence":1,"field":"{{field.Name}}"{{(value is null ? "" : $",\"value\":\"{value}\"")}}}]}""";

        var written = ScriptedAnswer.Write(_model.Vocabulary, new PassageTask([Sentence(kind)], [field], _model.Vocabulary.Trie, new PassageLimits()), answer);

        Assert.Equal(answer, Encoding.UTF8.GetString([.. written.Written]));
        Assert.Single(written.Sentences()[0].Answer!.Findings);
        for (var seed = 0; seed < 20; seed++)
        {
            var passage = new PassageCase([Sentence(kind)], [field], seed, seed % Logits.Scales);
            var driven = DrivenPassage.Drive(_model.Vocabulary, passage, new PassageLimits());
            Assert.Equal(PassageReader.Check(passage, driven.Text).Count, driven.Findings.Count());
        }
    }

    [Fact]
    public void All_kinds_but_choices_go_together_in_one_inline_request() =>
        new RequestCheck(_model.Literals, new DecodingLimits()).Demand([.. Enum.GetValues<FieldKind>().Where(kind => kind != FieldKind.Choice).Select(Field)]);

    /// <summary>As a run asks for it: typed where there is a finder for the kind.</summary>
    private static EngineField Field(FieldKind kind) => new($"my_{kind.ToString().ToLowerInvariant()}", kind == FieldKind.Clause ? EngineValue.None : EngineValue.Required, ValueNormalizer.Spans(kind, "") is null ? null : kind.ToString())
    {
        Kind = kind.ToString().ToLowerInvariant(),
        Options = kind == FieldKind.Choice ? ["at once", "within 30 days"] : [],
    };

    private static EngineSentence Sentence(FieldKind kind) =>
        new(Text, [.. (ValueNormalizer.Spans(kind, Text) ?? []).Select(span => new OfferedSpan(kind.ToString(), span.Start, span.Length))]);

    private static string? Value(FieldKind kind) => kind switch
    {
        FieldKind.Text => "pays",
        FieldKind.Date => "May 3, 2011",
        FieldKind.Duration => "two (2) years",
        FieldKind.Money => "$5,000",
        FieldKind.Party => "Acme Inc.",
        FieldKind.Jurisdiction => "Ohio",
        FieldKind.Choice => "within 30 days",
        FieldKind.Clause => null,
    };

    /// <summary>A typed field has one value here and a clause none; the others may take any span.</summary>
    private static void Expect(FieldKind kind, HashSet<string?> values)
    {
        if (ValueNormalizer.Spans(kind, "") is null && kind != FieldKind.Clause)
        {
            Assert.True(values.Count > 5 && !values.Contains(null), $"{values.Count} values");
        }
        else
        {
            Assert.Equal(Value(kind), Assert.Single(values));
        }
    }
}
