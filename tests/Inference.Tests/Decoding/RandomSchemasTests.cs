using System.Text.Json.Nodes;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;
using Pipeline.Inference.Tests.Decoding.Described;
using Pipeline.Inference.Tests.Setup;
using Xunit.Abstractions;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>Random schemas, random sentences and random logits through the decoders of both styles: no exception, and no answer that is not valid and true to its sentence.
/// Most run on a small vocabulary, where a decision costs little; one schema in ten on that of the default model.</summary>
[Collection(ModelTests.Name)]
public sealed class RandomSchemasTests : IClassFixture<SentencePieceModel>
{
    private const int SentencesPerSchema = 100;
    private const int FullVocabularyIn = 10;
    private const int AnswersToValidate = 4_000;

    private readonly LoadedModel _model;
    private readonly SentencePieceModel _random;
    private readonly ITestOutputHelper _output;
    private readonly List<(JsonNode Schema, string Answer)> _answers = [];
    private readonly HashSet<string> _known = [];
    private int _inline;
    private int _described;

    public RandomSchemasTests(LoadedModel model, SentencePieceModel random, ITestOutputHelper output) => (_model, _random, _output) = (model, random, output);

    [ValidatorFact]
    public Task A_hundred_schemas_and_ten_thousand_sentences_give_valid_answers() => AllHoldAsync(schemas: 100, seed: 20261121);

    [ValidatorFact]
    [Trait("Nightly", "true")]
    public Task Ten_thousand_schemas_and_a_million_sentences_give_valid_answers() => AllHoldAsync(schemas: 10_000, Random.Shared.Next(1 << 30));

    private async Task AllHoldAsync(int schemas, int seed)
    {
        using var small = LlamaModel.Load(Installation.Libraries, _random.WriteInline());
        var literals = new InlineLiterals(small.Vocabulary);
        for (var schema = 0; schema < schemas; schema++)
        {
            var (vocabulary, own) = schema % FullVocabularyIn == 0 ? (_model.Vocabulary, _model.Literals) : (small.Vocabulary, literals);
            Hold(seed, schema, vocabulary, own);
        }

        _output.WriteLine($"{schemas} schemas, {schemas * SentencesPerSchema} sentences in each style: {_inline} findings inline, {_described} described; {_answers.Count} answers validated. Seed {seed}.");
        Assert.True(_inline > 10 * schemas && _described > 10 * schemas, $"{_inline} findings inline and {_described} described are no test.");
        var problems = await NodeValidator.ValidateAsync(_answers);

        Assert.Equal([], problems.Select((problem, i) => (problem, _answers[i].Answer)).Where(p => p.problem.Length > 0));
    }

    private void Hold(int seed, int schema, Vocabulary vocabulary, InlineLiterals literals)
    {
        var contracts = new RandomContracts(seed + schema);
        var fields = contracts.Fields();
        // The inline style has no choices: a request with one is refused.
        EngineField[] inline = [.. fields.Where(f => f.Options.Count == 0)];
        object current = "nothing";
        try
        {
            for (var left = SentencesPerSchema; left > 0;)
            {
                EngineSentence[] sentences = [.. Enumerable.Range(0, Math.Min(left, 1 + contracts.Next(10))).Select(_ => contracts.Sentence())];
                foreach (var sentence in sentences)
                {
                    var arbitrary = new AnswerCase(sentence, inline, contracts.Next(int.MaxValue), contracts.Next(Logits.Scales), 0.3 + (contracts.Next(8) * 0.1));
                    current = arbitrary;
                    Hold(arbitrary, vocabulary, literals, new DecodingLimits { ValueTokens = 1 + contracts.Next(48), FindingsPerSentence = 1 + contracts.Next(8) });
                }

                var passage = new PassageCase(sentences, fields, contracts.Next(int.MaxValue), contracts.Next(Logits.Scales));
                current = passage;
                Hold(passage, vocabulary, new PassageLimits { ValueTokens = 1 + contracts.Next(48), Findings = 1 + contracts.Next(12) });
                left -= sentences.Length;
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, schema {schema}: {current}", e);
        }
    }

    private void Hold(AnswerCase arbitrary, Vocabulary vocabulary, InlineLiterals literals, DecodingLimits limits)
    {
        var driven = DrivenAnswer.Drive(vocabulary, literals, arbitrary, limits, probe: false);
        var reader = new AnswerReader(vocabulary, literals, arbitrary, limits);
        var told = new HashSet<(int, int?, int?)>();
        foreach (var path in driven.Paths.Where(p => p.Tokens.Count > literals.First.Length))
        {
            var text = DrivenAnswer.Text(vocabulary, literals, path);
            told.UnionWith(reader.Check(text, path.Tokens));
            Validate(() => AnswerSchema.For(arbitrary.Fields), text);
        }

        Assert.Equal(told.Order(), driven.Answer.Findings.Select(f => (f.Field, f.Start, f.Length)).Order());
        Assert.All(driven.Answer.Findings, f => Assert.InRange(f.Probability, 0, arbitrary.FindingProbability + 1e-6));
        _inline += told.Count;
    }

    private void Hold(PassageCase passage, Vocabulary vocabulary, PassageLimits limits)
    {
        var driven = DrivenPassage.Drive(vocabulary, passage, limits);
        var told = PassageReader.Check(passage, driven.Text);
        Assert.Equal(told, driven.Findings.Select(f => (f.Sentence, f.Field, f.Start, f.Length, f.Option)));
        Assert.InRange(told.Count, 0, limits.Findings);
        Assert.All(driven.Findings, f => Assert.InRange(f.Probability, 0, 1));
        Validate(() => PassageAnswerSchema.For(passage.Fields, passage.Sentences.Length), driven.Text);
        _described += told.Count;
    }

    /// <summary>By a validator of others, as many as it takes in a few seconds.</summary>
    private void Validate(Func<JsonNode> schema, string answer)
    {
        if (_answers.Count < AnswersToValidate && _known.Add(answer))
        {
            _answers.Add((schema(), answer));
        }
    }
}
