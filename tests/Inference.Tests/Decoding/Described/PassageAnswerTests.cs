using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding.Described;

/// <summary>Whatever the passage, the fields, the vocabulary and the model's opinion: every answer is well formed, true to its sentences, and ends.</summary>
[Collection(ModelTests.Name)]
public sealed class PassageAnswerTests : IClassFixture<SentencePieceModel>
{
    private static readonly PassageLimits Limits = new();
    private static readonly Config Run = Config.QuickThrowOnFailure.WithMaxTest(250).WithStartSize(3).WithEndSize(40);

    private readonly LoadedModel _bytePair;
    private readonly SentencePieceModel _sentencePiece;

    public PassageAnswerTests(LoadedModel bytePair, SentencePieceModel sentencePiece) => (_bytePair, _sentencePiece) = (bytePair, sentencePiece);

    [ValidatorFact]
    public Task Every_answer_of_a_byte_level_vocabulary_parses_validates_and_quotes_its_sentences() => AllHoldAsync(_bytePair.Vocabulary, Limits);

    [ValidatorFact]
    public Task Every_answer_of_a_SentencePiece_vocabulary_parses_validates_and_quotes_its_sentences() => AllHoldAsync(_sentencePiece.Vocabulary, Limits);

    [ValidatorFact]
    public Task They_do_so_with_caps_of_a_few_tokens_and_findings() =>
        AllHoldAsync(_sentencePiece.Vocabulary, new PassageLimits { Findings = 3, ValueTokens = 3, AnswerTokens = 400, PossibleMiss = 0 });

    private static async Task AllHoldAsync(Vocabulary vocabulary, PassageLimits limits)
    {
        var answers = new Dictionary<string, (JsonNode Schema, string Answer)>();
        var (findings, choices, misses, capped) = (0, 0, 0, 0);
        Check.One(Run, Prop.ForAll(PassageCase.Any, arbitrary =>
        {
            var driven = DrivenPassage.Drive(vocabulary, arbitrary, limits);
            var told = PassageReader.Check(arbitrary, driven.Text);
            var said = driven.Findings.ToList();

            Assert.Equal(told, said.Select(f => (f.Sentence, f.Field, f.Start, f.Length, f.Option)));
            Assert.InRange(told.Count, 0, limits.Findings);
            Assert.All(said, f => Assert.InRange(f.Probability, 0, 1));
            Assert.All(said, f => Assert.True(double.IsFinite(f.Decisions.Value) && f.Decisions.AllowedMass is >= 0 and <= 1 && f.Decisions.Capped == driven.Answer.IsCapped));
            Assert.All(driven.Misses, m => Assert.InRange(m.Probability, 0, 1));
            (findings, choices, misses, capped) = (findings + told.Count, choices + told.Count(f => f.Option is not null), misses + driven.Misses.Count(), capped + (driven.Answer.IsCapped ? 1 : 0));
            var schema = PassageAnswerSchema.For(arbitrary.Fields, arbitrary.Sentences.Length);
            answers.TryAdd($"{schema.ToJsonString()}{driven.Text}", (schema, driven.Text));
        }));
        Assert.True(findings > 200 && choices > 20 && misses > 10, $"{findings} findings, {choices} of them choices, and {misses} possible misses are no test.");
        Assert.True(limits.Findings == Limits.Findings || capped > 25, $"{capped} capped answers are no test.");

        var pairs = answers.Values.ToList();
        var problems = await NodeValidator.ValidateAsync(pairs);

        Assert.Equal([], problems.Select((problem, i) => (problem, pairs[i].Answer)).Where(p => p.problem.Length > 0));
    }
}
