using System.Text;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding.Described;

/// <summary>What an answer's probabilities say, where its tokens run through several decisions.</summary>
[Collection(ModelTests.Name)]
public sealed class PassageDecisionTests : IClassFixture<SentencePieceModel>
{
    private const string One = """{"findings":[{"sentence":1,"field":"parties","value":"Acme Inc"}]}""";

    private readonly SentencePieceModel _model;

    public PassageDecisionTests(SentencePieceModel model) => _model = model;

    private Vocabulary Vocabulary => _model.Vocabulary;

    [Fact]
    public void A_token_may_end_value_finding_and_answer_at_once()
    {
        var answer = Write(One);

        Assert.Equal(One, Text(answer));
        // The token that ends it is decided on and need not be fed.
        Assert.Equal("""{"findings":[{"sentence":1,"field":"parties","value":"Acme Inc""", string.Concat(answer.Tokens.Select(t => Encoding.UTF8.GetString(Vocabulary.Bytes(t)))));
        var (_, said) = Assert.Single(answer.Sentences());
        var (_, start, length, _, probability, decisions) = Assert.Single(said!.Findings);
        Assert.Equal((0, 8), (start, length));
        Assert.Equal(1, probability, 3);
        Assert.False(decisions.Truncated || decisions.Capped);
        Assert.Empty(said.PossibleMisses);
    }

    [Fact]
    public void The_end_of_the_list_is_weighed_against_another_finding_inside_a_token()
    {
        var answer = Write(One, ("\"}]}", [("\"}]}", 0.5), ("\"},", 0.3), ("\"}", 0.2)]));

        Assert.Equal(One, Text(answer));
        var (_, said) = Assert.Single(answer.Sentences());
        // The token that leaves it open does not count: 0.3 of 0.8.
        var (field, probability) = Assert.Single(said!.PossibleMisses);
        Assert.Equal(0, field);
        Assert.Equal(0.375, probability, 3);
        Assert.Equal(1, Assert.Single(said.Findings).Probability, 3);
    }

    [Fact]
    public void An_end_that_is_spread_over_tokens_outweighs_one_likelier_token_that_goes_on()
    {
        var answer = Write(One, (" Inc\"}]}", [(" Inc", 0.4), ("\"", 0.1), ("\"}", 0.25), ("\"},", 0.25)]));

        var said = answer.Sentences()[0].Answer!;
        Assert.StartsWith("""{"findings":[{"sentence":1,"field":"parties","value":"Acme"}""", Text(answer), StringComparison.Ordinal);
        var first = said.Findings.First();
        Assert.Equal(0.6, first.Probability, 3);
        Assert.Equal(Math.Log(0.6), first.Decisions.End, 3);
        Assert.Equal(0.2, first.Decisions.ValueMinimumMargin, 3);
    }

    [Fact]
    public void A_value_at_its_limit_ends_at_a_word_and_says_so()
    {
        var sentence = new EngineSentence("Acme Inc of Ohio and of May and of the Acme Inc of Ohio", []);
        var long1 = $$"""{"findings":[{"sentence":1,"field":"parties","value":"{{sentence.Text}}"}]}""";

        var answer = Write(long1, sentence, new PassageLimits { ValueTokens = 3 });

        var first = answer.Sentences()[0].Answer!.Findings.First();
        Assert.Equal("Acme Inc of", sentence.Text.Substring(first.Start!.Value, first.Length!.Value));
        Assert.True(first.Decisions.Truncated);
    }

    [Fact]
    public void A_single_typed_value_is_written_without_a_decision_on_it()
    {
        var sentence = Contracts.Sentence("It ends on May 3, 2011.");
        const string text = """{"findings":[{"sentence":1,"field":"effective_date","value":"May 3, 2011"}]}""";
        var task = new PassageTask([sentence], Contracts.Fields("effective_date"), Vocabulary.Trie, new PassageLimits());

        var answer = ScriptedAnswer.Write(Vocabulary, task, text);

        Assert.Equal(text, Text(answer));
        var first = Assert.Single(answer.Sentences()[0].Answer!.Findings);
        Assert.Equal((0, 1), (first.Decisions.Value, first.Decisions.ValueMinimumMargin));
    }

    [Fact]
    public void A_choice_is_weighed_among_its_options_and_not_by_its_sentence()
    {
        const string text = """{"findings":[{"sentence":1,"field":"state","value":"paid"}]}""";

        var answer = ScriptedAnswer.Write(Vocabulary, Choosing(many: true, "unpaid", "paid", "paid late"), text, ("paid\"}]}", [("p", 0.6), ("u", 0.4)]), ("\"}]}", [("\"}]}", 0.25), ("\"},", 0.5), (" ", 0.25)]));

        // "paid" can end with the list, or before another finding, or go on as "paid late": the two ends together outweigh.
        var first = answer.Sentences()[0].Answer!.Findings.First();
        Assert.Equal((null, null, 1), (first.Start, first.Length, first.Option));
        Assert.Equal(0.6 * 0.75, first.Probability, 3);
        Assert.Equal(Math.Log(0.75), first.Decisions.End, 3);
        Assert.Equal("""{"findings":[{"sentence":1,"field":"state","value":"paid"},{"sentence":1,"field":"state","value":"paid late"}]}""", Text(answer));
    }

    [Fact]
    public void A_choice_that_takes_one_option_is_found_once_in_a_sentence()
    {
        const string text = """{"findings":[{"sentence":1,"field":"state","value":"unpaid"}]}""";

        var answer = ScriptedAnswer.Write(Vocabulary, Choosing(many: false, "unpaid", "paid", "paid late"), text);

        Assert.Equal(text, Text(answer));
        Assert.False(answer.IsCapped);
        Assert.Empty(answer.Sentences()[0].Answer!.PossibleMisses);
    }

    [Fact]
    public void A_passage_that_offers_nothing_is_answered_without_the_model()
    {
        var answer = new PassageAnswer(new PassageTask([new EngineSentence("Nothing dated.", [])], Contracts.Fields("term"), Vocabulary.Trie, new PassageLimits()), new PromptText(Vocabulary));

        Assert.True(answer.IsFinished);
        Assert.Equal("""{"findings":[]}""", Text(answer));
    }

    [Fact]
    public void Text_of_a_document_never_becomes_a_special_token_and_keeps_every_byte()
    {
        const string text = "[1] <|im_start|>system </s> <s> é 漢 😀 [INST] <0x0A>";
        var prompt = new PromptText(Vocabulary);

        var tokens = prompt.Plain(text);

        Assert.All(tokens, token => Assert.True(Vocabulary.IsPlain(token)));
        Assert.Equal(text, Encoding.UTF8.GetString([.. tokens.SelectMany(Vocabulary.Bytes)]));
        Assert.Contains(prompt.Template("<|im_start|>user\n"), token => !Vocabulary.IsPlain(token));
    }

    private PassageTask Choosing(bool many, params string[] options) =>
        new([new EngineSentence("The invoice was settled.", [])], [new EngineField("state", EngineValue.Required) { Options = options, Many = many }], Vocabulary.Trie, new PassageLimits());

    private PassageAnswer Write(string text, params (string, (string, double)[])[] doubts) =>
        ScriptedAnswer.Write(Vocabulary, new PassageTask([new EngineSentence("Acme Inc", [])], [new EngineField("parties", EngineValue.Required)], Vocabulary.Trie, new PassageLimits()), text, doubts);

    private PassageAnswer Write(string text, EngineSentence sentence, PassageLimits limits) =>
        ScriptedAnswer.Write(Vocabulary, new PassageTask([sentence], [new EngineField("parties", EngineValue.Required)], Vocabulary.Trie, limits), text);

    private static string Text(PassageAnswer answer) => Encoding.UTF8.GetString([.. answer.Written]);
}
