using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Inference.Decoding;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding;

/// <summary>Whatever the sentence, the fields and the model's opinion: every answer is well formed, true to the sentence, and ends.</summary>
[Collection(ModelTests.Name)]
public sealed class AnswerPathTests
{
    // Fewer than its default lets a case branch into dozens of paths.
    private static readonly DecodingLimits Limits = new();
    private static readonly Config Run = Config.QuickThrowOnFailure.WithMaxTest(250).WithStartSize(3).WithEndSize(40);

    private readonly LoadedModel _model;

    public AnswerPathTests(LoadedModel model) => _model = model;

    [ValidatorFact]
    public async Task Every_answer_parses_validates_and_quotes_its_sentence()
    {
        var answers = new Dictionary<string, (JsonNode Schema, string Answer)>();
        Check.One(Run, Prop.ForAll(AnswerCase.Any, arbitrary =>
        {
            var driven = DrivenAnswer.Drive(_model, arbitrary, Limits, probe: false);
            var reader = new AnswerReader(_model, arbitrary, Limits);
            var told = new HashSet<(int, int?, int?)>();
            var schema = AnswerSchema.For(arbitrary.Fields);
            foreach (var path in driven.Paths.Where(p => p.Tokens.Count > _model.Literals.First.Length))
            {
                var text = DrivenAnswer.Text(_model, path);
                told.UnionWith(reader.Check(text, path.Tokens));
                answers.TryAdd($"{schema.ToJsonString()}{text}", (schema, text));
            }

            Assert.Equal(told.Order(), driven.Answer.Findings.Select(f => (f.Field, f.Start, f.Length)).Order());
        }));
        Assert.True(answers.Count > 250, $"Only {answers.Count} answers are no test.");

        var pairs = answers.Values.ToList();
        var problems = await NodeValidator.ValidateAsync(pairs);

        Assert.Equal([], problems.Select((problem, i) => (problem, pairs[i].Answer)).Where(p => p.problem.Length > 0));
    }

    [ValidatorFact]
    public async Task The_schema_refuses_answers_that_the_grammar_never_writes()
    {
        var schema = AnswerSchema.For([new("law", EngineValue.Required), new("end", EngineValue.Optional), new("clause", EngineValue.None)]);
        string[] right = ["[]", """[{"field":"law","value":"Ohio"}]""", """[{"field":"end"},{"field":"clause"}]""", """[{"field":"end","value":"x"}]"""];
        string[] wrong =
        [
            """[{"field":"law"}]""", """[{"field":"clause","value":"x"}]""", """[{"field":"party","value":"x"}]""", """[{"field":"law","value":""}]""", """[{"field":"law","value":3}]""",
            """[{"field":"law","value":"x","why":"y"}]""", """[{"value":"x"}]""", """{"field":"clause"}""", """[{"field":"law","value":"a"b"}]""", """[{"field":"law","value":"Ohio"}""",
        ];

        var problems = await NodeValidator.ValidateAsync([.. right.Concat(wrong).Select(answer => ((JsonNode)schema, answer)), (AnswerSchema.For([]), """[{"field":"law"}]""")]);

        Assert.All(problems.Take(right.Length), problem => Assert.Equal("", problem));
        Assert.All(problems.Skip(right.Length), Assert.NotEmpty);
    }

    [Fact]
    public void The_probabilities_of_alternatives_add_up_to_no_more_than_that_of_a_finding()
    {
        var one = Limits with { FindingsPerSentence = 1, Explore = 0.01 };
        Check.One(Run, Prop.ForAll(AnswerCase.Any, arbitrary =>
        {
            var alternatives = DrivenAnswer.Drive(_model, arbitrary, one, probe: false).Answer.Findings.ToList();
            Assert.InRange(alternatives.Sum(f => f.Probability), 0, arbitrary.FindingProbability + 1e-6);
            Assert.All(alternatives, f => Assert.True(double.IsFinite(f.Decisions.Value) && f.Decisions.AllowedMass is >= 0 and <= 1));

            var all = DrivenAnswer.Drive(_model, arbitrary, Limits, probe: false).Answer.Findings;
            Assert.All(all, f => Assert.InRange(f.Probability, 0, arbitrary.FindingProbability + 1e-6));
        }));
    }

    [Fact]
    public void A_probe_notes_one_field_and_finds_nothing()
    {
        Check.One(Run.WithMaxTest(100), Prop.ForAll(AnswerCase.Any, arbitrary =>
        {
            var driven = DrivenAnswer.Drive(_model, arbitrary, Limits, probe: true);

            Assert.Single(driven.Paths);
            Assert.Empty(driven.Answer.Findings);
            var offered = driven.Task.Offer(-1, null).Count > 0;
            Assert.Equal(offered ? 1 : 0, driven.Answer.PossibleMisses.Count);
            Assert.All(driven.Answer.PossibleMisses, m => Assert.InRange(m.Probability, 0, arbitrary.FindingProbability + 1e-9));
        }));
    }

    [Fact]
    public void A_sentence_that_offers_nothing_ends_at_once()
    {
        var task = new SentenceTask(new EngineSentence("Nothing dated.", []), Contracts.Fields("effective_date", "term"), _model.Literals, _model.Vocabulary.Trie, Limits);

        var path = new AnswerPath(task, new SentenceAnswer(), 0.9, probe: false, new DecodingMemory());

        Assert.True(path.IsFinished);
        Assert.Equal(_model.Literals.First.AsEnumerable(), path.Tokens);
    }

    [Fact]
    public void A_single_typed_value_is_written_without_a_decision()
    {
        var answer = new SentenceAnswer();
        var task = new SentenceTask(Contracts.Sentence("It ends on May 3, 2011."), Contracts.Fields("effective_date"), _model.Literals, _model.Vocabulary.Trie, Limits);

        var path = new AnswerPath(task, answer, 0.5, probe: false, new DecodingMemory());

        Assert.True(path.IsFinished);
        Assert.Equal("""[{"field":"effective_date","value":"May 3, 2011"}]""", DrivenAnswer.Text(_model, path));
        Assert.Equal(0.5, Assert.Single(answer.Findings).Probability, 9);
    }
}
