using Pipeline.Inference.OpenAi;
using static Pipeline.Inference.Tests.OpenAi.EndpointAnswer;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>What is asked again, and what becomes of two answers.</summary>
public sealed class SecondOpinionTests
{
    private static readonly string[] Sentences = ["One.", "Two.", "Three.", Endpoints.Law, "Five.", "Six.", "Seven.", Endpoints.Preamble];

    [Theory]
    [InlineData(0.39, 0)]
    [InlineData(0.4, 1)]
    [InlineData(0.84, 1)]
    [InlineData(0.85, 0)]
    public async Task Only_a_field_inside_the_band_is_asked_for_again(double probability, int asked)
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Nothing));

        var reading = await ReadAsync(server, Law("Ohio", probability), Party("Acme Inc.", 0.99));

        Assert.Equal(asked, server.Asked.Count);
        Assert.Equal(asked == 0, reading.Second is null);
    }

    [Fact]
    public async Task Its_sentence_goes_there_with_its_neighbours_and_with_no_other_field()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Nothing));

        await ReadAsync(server, Law("Ohio", 0.6), Party("Acme Inc.", 0.99));

        var call = Assert.Single(server.Asked);
        Assert.Contains("[1] Two.", call.User, StringComparison.Ordinal);
        Assert.Contains("[5] Six.", call.User, StringComparison.Ordinal);
        Assert.DoesNotContain("Seven.", call.User, StringComparison.Ordinal);
        Assert.DoesNotContain("parties", call.System, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_that_agree_have_the_mean_of_their_probabilities()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(Endpoints.Finding(3, "governing_law", "Ohio"))));

        var reading = await ReadAsync(server, Law("Ohio", 0.6), Party("Acme Inc.", 0.99));

        Assert.Equal([(3, "governing_law"), (7, "parties")], reading.Findings.Select(f => (f.Sentence, f.Field)));
        Assert.InRange(reading.Findings[0].Probability, 0.799, 0.8);
        Assert.Equal(0.99, reading.Findings[1].Probability);
        Assert.Equal(["governing_law"], reading.Second!.Fields);
        Assert.Equal(new EngineUsage(1, 100, 10, 0), reading.Second.Usage);
    }

    [Fact]
    public async Task What_one_of_them_says_alone_has_half_of_its_probability_at_most()
    {
        await using var server = new EndpointServer(_ => Says(Endpoints.Answer(Endpoints.Finding(3, "governing_law", "State of Ohio"))));

        var reading = await ReadAsync(server, Law("Ohio", 0.6));

        Assert.Equal(["State of Ohio", "Ohio"], reading.Findings.Select(f => Endpoints.Value(f, Sentences)));
        Assert.InRange(reading.Findings[0].Probability, 0.499, 0.5);
        Assert.Equal(0.3, reading.Findings[1].Probability, 9);
    }

    [Fact]
    public async Task A_document_that_is_refused_there_stays_as_it_was_read_and_its_price_is_known()
    {
        await using var server = new EndpointServer(call => call.User.Contains("Six", StringComparison.Ordinal) ? Error(400, "no") : Says(Endpoints.Nothing));

        var reading = await ReadAsync(server, Law("Ohio", 0.6));

        Assert.Equal(0.6, Assert.Single(reading.Findings).Probability);
        Assert.Equal(new SecondReading([], new EngineUsage(1, 100, 10, 0)).Usage, reading.Second!.Usage);
    }

    [Theory]
    [InlineData("0.4-0.85", true)]
    [InlineData("0 - 1", true)]
    [InlineData("0.85-0.4", false)]
    [InlineData("0.4", false)]
    [InlineData("0.4-1.5", false)]
    [InlineData("", false)]
    public void A_band_is_two_probabilities(string text, bool good) => Assert.Equal(good, ConfidenceBand.Parse(text) is not null);

    private static EngineFinding Law(string value, double probability) => Finding(3, "governing_law", value, probability);

    private static EngineFinding Party(string value, double probability) => Finding(7, "parties", value, probability);

    private static EngineFinding Finding(int sentence, string field, string value, double probability) =>
        new(sentence, field, Sentences[sentence].IndexOf(value, StringComparison.Ordinal), value.Length, probability, new EngineDecisions());

    private static async Task<EngineReading> ReadAsync(EndpointServer server, params EngineFinding[] found)
    {
        await using var endpoint = await OpenAiEngine.StartAsync(Endpoints.Options(server.Url), new Notices(), CancellationToken.None);
        var engine = new SecondOpinion(new Told(found), endpoint, new ConfidenceBand(0.4, 0.85));
        return await engine.ReadAsync(Endpoints.Request(Sentences), CancellationToken.None).WaitAsync(Endpoints.Patience);
    }

    /// <summary>Always says the same.</summary>
    private sealed class Told(EngineFinding[] findings) : IReadingEngine
    {
        public EngineStatistics Statistics { get; } = new(1, 0, 0, 0, 0);

        public Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken) => Task.FromResult(new EngineReading
        {
            SentenceProbabilities = new double[request.Sentences.Count],
            Findings = findings,
            PossibleMisses = [],
            CutSentences = [],
            Usage = new EngineUsage(1, 50, 5, 0.1),
        });
    }
}
