using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Tests.Setup;
using static Pipeline.Inference.Tests.OpenAi.EndpointAnswer;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>What is asked of an endpoint, and what becomes of its answers.</summary>
public sealed class OpenAiEngineTests
{
    [Fact]
    public async Task What_the_model_finds_comes_back_with_its_places_and_probabilities()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(Endpoints.Finding(1, "parties", "Acme Inc."), Endpoints.Finding(1, "parties", "Bolt LLC"), Endpoints.Finding(2, "governing_law", "Ohio"))));

        var reading = await Endpoints.ReadAsync(server, Endpoints.Preamble, Endpoints.Law);

        Assert.Equal(["Acme Inc.", "Bolt LLC", "Ohio"], reading.Findings.Select(f => Endpoints.Value(f, Endpoints.Preamble, Endpoints.Law)));
        Assert.Equal([(0, "parties"), (0, "parties"), (1, "governing_law")], reading.Findings.Select(f => (f.Sentence, f.Field)));
        Assert.All(reading.Findings, f => Assert.True(f is { Ungrounded: null, Decisions.Capped: false }));
        Assert.All(reading.Findings, f => Assert.InRange(f.Probability, 0.999, 1));
        Assert.All(reading.Findings, f => Assert.Equal(0.9, f.Decisions.AllowedMass, 6));
        Assert.All(reading.SentenceProbabilities, p => Assert.InRange(p, 0.999, 1));
        Assert.True(reading is { IsUnscored: false, UnreadSentences.Count: 0, CutSentences.Count: 0 });
        Assert.Equal(new EngineUsage(1, 100, 10, 0), reading.Usage);
    }

    [Fact]
    public async Task It_asks_in_the_words_of_the_described_style_for_answers_by_a_schema_with_probabilities()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Nothing));
        var options = Endpoints.Options(server.Url);
        options = new OpenAiOptions { Address = options.Address, Model = "told", ApiKey = "k-123" };

        await Endpoints.ReadAsync(options, new Notices(), Endpoints.Preamble, Endpoints.Law);

        var call = Assert.Single(server.Asked);
        Assert.Equal(("POST", "Bearer k-123"), (call.Method, call.Authorization));
        Assert.Equal(DescribedInstructions.For(Endpoints.Fields), call.System);
        Assert.Equal(DescribedInstructions.Lines(Endpoints.Request(Endpoints.Preamble, Endpoints.Law).Sentences), call.User);
        Assert.Equal(("told", true, false, 0), (call.Body!["model"]!.GetValue<string>(), call.Body["logprobs"]!.GetValue<bool>(), call.Body["stream"]!.GetValue<bool>(), call.Body["temperature"]!.GetValue<int>()));
        var format = call.Body["response_format"]!;
        Assert.Equal(("json_schema", true), (format["type"]!.GetValue<string>(), format["json_schema"]!["strict"]!.GetValue<bool>()));
        Assert.Equal(AnswerContract.For(Endpoints.Fields, 2, 40).ToJsonString(), format["json_schema"]!["schema"]!.ToJsonString());
    }

    [Fact]
    public async Task A_value_that_its_sentence_does_not_hold_is_kept_as_ungrounded()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(
            Endpoints.Finding(1, "parties", "Acme Incorporated"), Endpoints.Finding(1, "governing_law", "Ohio"), Endpoints.Finding(2, "governing_law", "Ohi"), Endpoints.Finding(2, "governing_law", "Ohio"))));

        var reading = await Endpoints.ReadAsync(server, Endpoints.Preamble, Endpoints.Law);

        Assert.Equal(["Ohio", "Acme Incorporated", "Ohi"], reading.Findings.Where(f => f.Start is null).Select(f => f.Ungrounded));
        Assert.Equal("Ohio", Endpoints.Value(Assert.Single(reading.Findings, f => f.Start is not null), Endpoints.Preamble, Endpoints.Law));
        Assert.Empty(reading.UnreadSentences);
    }

    [Fact]
    public async Task Typed_values_snap_to_what_the_sentence_offers_and_an_optional_one_without_offers_has_none()
    {
        string[] sentences = ["The term is two (2) years from signing.", "It expires on the second anniversary.", "It may not be assigned."];
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(
            Endpoints.Finding(1, "term", "is two (2) years"), Endpoints.Finding(2, "expiration_date", "the second anniversary"), Endpoints.Finding(3, "anti_assignment", "not"), Endpoints.Finding(3, "term"))));

        var reading = await Endpoints.ReadAsync(server, sentences);

        Assert.Equal([("term", "two (2) years"), ("expiration_date", null), ("anti_assignment", null)], reading.Findings.Select(f => (f.Field, Endpoints.Value(f, sentences))));
        Assert.Equal((2, "term"), Assert.Single(reading.PossibleMisses) is var miss ? (miss.Sentence, miss.Field) : default);
    }

    [Fact]
    public async Task An_option_is_taken_word_for_word_and_anything_else_is_ungrounded()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(Endpoints.Finding(1, "payment", "net 30"), Endpoints.Finding(1, "payment", "soon"))));
        await using var engine = await OpenAiEngine.StartAsync(Endpoints.Options(server.Url), new Notices(), CancellationToken.None);
        var field = new EngineField("payment", EngineValue.Required) { Kind = "choice", Options = ["at once", "net 30"], Many = true };

        var reading = await engine.ReadAsync(Contracts.Request([field], "Payable within thirty days."), CancellationToken.None);

        Assert.Equal([(null, "soon"), ("net 30", null)], reading.Findings.Select(f => (f.Choice, f.Ungrounded)).OrderBy(f => f.Choice, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Text_of_special_tokens_is_sent_as_plain_text_and_found_again()
    {
        const string odd = "The code name <|im_end|> is held by </s> Acme Inc. and [INST].";
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(Endpoints.Finding(1, "parties", "Acme Inc."), Endpoints.Finding(1, "governing_law", "< |im_end|> is"))));

        var reading = await Endpoints.ReadAsync(server, odd);

        Assert.Equal("[1] The code name < |im_end|> is held by < /s> Acme Inc. and [ INST].", Assert.Single(server.Asked).User);
        Assert.Equal(["<|im_end|> is", "Acme Inc."], reading.Findings.Select(f => Endpoints.Value(f, odd)));
    }

    [Fact]
    public async Task An_answer_cut_by_its_limit_is_asked_for_in_two_parts_and_what_is_still_cut_is_flagged()
    {
        var cut = """{"findings":[{"sentence":1,"field":"parties","value":"Acme Inc."},{"sentence":1,"field":"part""";
        await using var server = new EndpointServer(call => call.Lines > 1 || call.User.Contains("Acme", StringComparison.Ordinal) ? Says(cut, "length") : Says(Endpoints.Answer(Endpoints.Finding(1, "governing_law", "Ohio"))));

        var reading = await Endpoints.ReadAsync(server, Endpoints.Preamble, Endpoints.Law);

        Assert.Equal(3, server.Asked.Count);
        Assert.Equal([(0, "Acme Inc.", true), (1, "Ohio", false)], reading.Findings.Select(f => (f.Sentence, Endpoints.Value(f, Endpoints.Preamble, Endpoints.Law)!, f.Decisions.Capped)));
        Assert.Equal([0], reading.UnreadSentences);
        Assert.Equal(new EngineUsage(3, 300, 30, 0), reading.Usage);
    }

    [Theory]
    [InlineData("I found nothing of note.")]
    [InlineData("""{"findings":"none"}""")]
    [InlineData("""{"findings":[{"sentence":1,"field":"parties" "value"}]}""")]
    [InlineData("""{"findings":[{"sentence":9,"field":"governing_law","value":"Ohio"}]}""")]
    [InlineData("""{"findings":[{"sentence":1,"field":"weather","value":"Ohio"}]}""")]
    [InlineData("")]
    public async Task An_answer_that_cannot_be_used_is_asked_for_once_more_in_two_parts_and_then_its_sentences_count_as_unread(string answer)
    {
        await using var server = new EndpointServer(call => call.User.Contains("Ohio", StringComparison.Ordinal) ? Says(answer) : Says(Endpoints.Answer(Endpoints.Finding(1, "parties", "Acme Inc."))));

        var reading = await Endpoints.ReadAsync(server, Endpoints.Preamble, "Nothing here.", Endpoints.Law, "Nor here.");

        Assert.Equal([4, 2, 2], server.Asked.Select(call => call.Lines));
        Assert.Equal("parties", Assert.Single(reading.Findings).Field);
        Assert.Equal([2, 3], reading.UnreadSentences);
    }

    [Fact]
    public async Task Without_probabilities_every_finding_has_none_and_people_are_told_once()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(Endpoints.Finding(1, "governing_law", "Ohio")), tokens: null));
        var notices = new Notices();
        await using var engine = await OpenAiEngine.StartAsync(Endpoints.Options(server.Url), notices, CancellationToken.None);

        var first = await engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None);
        await engine.ReadAsync(Endpoints.Request(Endpoints.Law), CancellationToken.None);

        Assert.True(first.IsUnscored);
        Assert.Equal((0, 0), (Assert.Single(first.Findings).Probability, first.SentenceProbabilities[0]));
        Assert.Contains("no probabilities", Assert.Single(notices.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_to_give_probabilities_is_asked_without_them()
    {
        await using var server = new EndpointServer(call => call.Body!["logprobs"] is null ? Says(Endpoints.Answer(Endpoints.Finding(1, "governing_law", "Ohio")), tokens: null) : Error(400, "logprobs is not supported by this model"));

        var reading = await Endpoints.ReadAsync(server, Endpoints.Law);

        Assert.True(reading.IsUnscored);
        Assert.Single(reading.Findings);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task Long_documents_are_read_in_passages_of_the_estimated_size_by_no_more_requests_at_a_time_than_slots()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Nothing) with { Delay = TimeSpan.FromMilliseconds(60) });
        var options = new OpenAiOptions { Address = EndpointAddress.Parse(server.Url), Model = "told", PassageTokens = 100, Slots = 3 };
        await using var engine = await OpenAiEngine.StartAsync(options, new Notices(), CancellationToken.None);
        var request = Endpoints.Request([.. Enumerable.Range(0, 40).Select(i => $"Sentence {i} speaks of nothing that anyone asks for, at some length.")]);

        var readings = await Task.WhenAll(engine.ReadAsync(request, CancellationToken.None), engine.ReadAsync(request, CancellationToken.None));

        Assert.Equal(3, server.MostAtOnce);
        Assert.All(readings, reading => Assert.Equal(server.Asked.Count / 2, reading.Usage.Passages));
        Assert.All(server.Asked, call => Assert.InRange(TokenEstimate.Of(call.User), 1, 110));
        Assert.Equal(80, server.Asked.Sum(call => call.Lines));
        Assert.Equal((server.Asked.Count, 110L * server.Asked.Count), (engine.Statistics.Steps, engine.Statistics.Tokens));
    }

    [Fact]
    public async Task A_passage_over_the_window_is_read_in_parts_and_a_sentence_over_it_ends_the_work()
    {
        await using var server = new EndpointServer(call => call.Lines > 1 || call.User.Contains("Ohio", StringComparison.Ordinal) ? Error(400, "the request exceeds the available context size", "exceed_context_size_error") : Says(Endpoints.Nothing));

        Assert.Equal(2, (await Endpoints.ReadAsync(server, Endpoints.Preamble, "Nothing here.")).Usage.Passages);
        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(server, Endpoints.Preamble, Endpoints.Law));

        Assert.Equal(EndpointProblem.TooLong, error.Problem);
    }

    [Fact]
    public async Task Tokens_that_are_not_counted_are_an_error_where_they_cost_something()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Nothing, tokens: null, usage: false));

        var error = await Assert.ThrowsAsync<EndpointException>(() => Endpoints.ReadAsync(server, Endpoints.Law));
        var free = await Endpoints.ReadAsync(new OpenAiOptions { Address = EndpointAddress.Parse(server.Url), Model = "told", RequireUsage = false }, new Notices(), Endpoints.Law);

        Assert.Equal(EndpointProblem.NoUsage, error.Problem);
        Assert.Equal(0, free.Usage.PromptTokens);
    }
}
