using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.OpenAi;

public sealed class WrittenAnswerTests
{
    [Theory]
    [InlineData("""{"findings":[{"sentence":3,"field":"parties","value":"A \"b\""}]}""", true)]
    [InlineData("""```json {"findings" : [ { "value" : "A \"b\"" , "field":"parties", "sentence":3, "why":{"a":[1]} } ] } ```""", true)]
    [InlineData("""<think>{"findings":[]} would be wrong</think>{"note":1,"findings":[{"sentence":3,"field":"parties","value":"A \"b\""}]}""", false)]
    [InlineData("""{"findings":[{"sentence":3,"field":"parties","value":"A \"b\""},{"sentence":4,"fi""", false)]
    [InlineData("""{"findings":[{"sentence":3,"field":"parties","value":"A \"b\""}, 7]}""", false)]
    [InlineData("""{"findings":[{"sentence":3,"field":"parties","value":"A \"b\""}}""", false)]
    public void Findings_are_taken_with_their_places_from_whatever_is_around_them(string content, bool sound)
    {
        var answer = WrittenAnswer.Parse(content);

        var finding = Assert.Single(answer.Findings);
        Assert.Equal((3, "parties", "A \"b\""), (finding.Sentence, finding.Field, finding.Value));
        Assert.Equal(sound || content.StartsWith("<think>", StringComparison.Ordinal), answer.IsSound);
        Assert.Equal(("3", "parties", "A \\\"b\\\""), (Text(finding.SentenceBytes), Text(finding.FieldBytes), Text(finding.ValueBytes)));
        Assert.Equal(('{', '}'), ((char)answer.Content[finding.Start], (char)answer.Content[finding.End - 1]));

        string Text(Range bytes) => Encoding.UTF8.GetString(answer.Content.AsSpan(bytes));
    }

    [Fact]
    public void No_text_makes_it_throw() => Prop.ForAll<string, int>((text, cut) =>
    {
        var whole = Endpoints.Answer(Endpoints.Finding(1, "parties", text ?? ""), text ?? "");
        WrittenAnswer.Parse(text ?? "");
        WrittenAnswer.Parse(whole[..(Math.Abs(cut % (whole.Length + 1)))]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_plain_sentence_leads_each_place_back_to_the_same_character() => Prop.ForAll(Gen.Elements("<", "|", ">", "/", "s", " ", "[", "INST", "]", "é").ListOf().ToArbitrary(), parts =>
    {
        var text = string.Concat(parts);
        var plain = new PlainSentence(text);
        var led = Enumerable.Range(0, plain.Sent.Length).Where(i => plain.Original(i) < text.Length && plain.Sent[i] == text[plain.Original(i)]).Select(plain.Original).Distinct().Count();

        Assert.Equal(text.Length, led);
        Assert.Equal(text.Length, plain.Original(plain.Sent.Length));
        Assert.Equal(plain.Sent, PlainSentence.Of(plain.Sent));
    }).QuickCheckThrowOnFailure();

    [ValidatorFact]
    public async Task What_endpoints_are_asked_for_is_what_the_own_decoder_keeps()
    {
        EngineField[] fields = [.. Contracts.Fields("anti_assignment", "expiration_date", "parties"), new EngineField("payment", EngineValue.Required) { Options = ["at once", "net 30"] }];
        string[] answers =
        [
            Endpoints.Nothing,
            .. from field in fields.Select(f => f.Name).Append("weather")
               from sentence in (int[])[0, 1, 2, 3]
               from value in (string?[])[null, "net 30", "Acme"]
               select Endpoints.Answer(Endpoints.Finding(sentence, field, value)),
            """{"findings":[],"more":1}""",
            """{"findings":[{"field":"parties","value":"x"}]}""",
        ];

        var ours = await NodeValidator.ValidateAsync([.. answers.Select(answer => ((JsonNode)PassageAnswerSchema.For(fields, 2), answer))]);
        var theirs = await NodeValidator.ValidateAsync([.. answers.Select(answer => ((JsonNode)AnswerContract.For(fields, 2, 40), answer))]);

        Assert.Equal(ours.Select(problem => problem.Length == 0), theirs.Select(problem => problem.Length == 0));
        Assert.InRange(ours.Count(problem => problem.Length == 0), 8, answers.Length - 20);
    }
}
