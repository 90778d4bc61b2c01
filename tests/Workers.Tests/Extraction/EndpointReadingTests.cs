using Pipeline.Domain.Costs;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;
using Pipeline.Inference;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;

namespace Pipeline.Workers.Tests.Extraction;

/// <summary>What only an endpoint says of a document, on its way into fields and costs.</summary>
public sealed class EndpointReadingTests
{
    private static readonly ExtractionSchema Schema = ExtractionSchema.Parse("""{"name":"own","version":1,"fields":[{"name":"governing_law","kind":"jurisdiction"},{"name":"parties","kind":"party","many":true}]}""");

    private static readonly DocumentLayout Layout = new(
    [
        new Page(1, 612, 792, 0, PageSource.Text, [new Block([.. "This Agreement of Acme Inc. is governed by the laws of Ohio.".Split(' ').Select(word => new Word(word, null, 0))])]),
    ]);

    private static readonly EngineReading Read = new()
    {
        SentenceProbabilities = [0.9],
        Findings =
        [
            new EngineFinding(0, "governing_law", null, null, 0.99, new EngineDecisions()) { Ungrounded = "Utah" },
            new EngineFinding(0, "governing_law", 55, 4, 0.2, new EngineDecisions()),
            new EngineFinding(0, "parties", null, null, 0.9, new EngineDecisions()) { Ungrounded = "Acme Incorporated" },
        ],
        PossibleMisses = [],
        CutSentences = [],
        Usage = new EngineUsage(1, 1_234_567, 89, 0),
    };

    [Fact]
    public async Task A_value_that_does_not_stand_in_the_document_is_kept_behind_those_that_do_and_goes_to_review()
    {
        var read = await ReadAsync(Read);

        var law = read.Fields["governing_law"];
        Assert.Equal([("Ohio", true), ("Utah", false)], law.Values.Concat(law.Candidates).Select(value => (value.Value!, value.Grounded)));
        var party = Assert.Single(read.Fields["parties"].Values);
        Assert.Equal(("Acme Incorporated", false, null), (party.Value, party.Grounded, Assert.Single(party.Evidence).Span));
        Assert.All(read.Fields.Values, field => Assert.Equal((FieldDecision.Review, true), (field.Decision, field.Reasons.Contains(Reasons.NotGrounded))));
    }

    [Fact]
    public async Task Unread_sentences_and_missing_probabilities_are_reasons_of_every_field()
    {
        var read = await ReadAsync(Read with { Findings = [], UnreadSentences = [0], IsUnscored = true });

        Assert.All(read.Fields.Values, field => Assert.Equal([Reasons.UnreadSentences, Reasons.NoProbability], field.Reasons.Except([Reasons.NotCalibrated, Reasons.FewerThanTwoParties])));
    }

    [Fact]
    public void Tokens_are_booked_by_the_million_to_the_last_one()
    {
        var day = new DateOnly(2026, 1, 1);
        var entries = new ExtractionPrices(null, new Price("million_prompt_tokens:m", 0.15m, "USD", day), new Price("million_completion_tokens:m", 0.6m, "USD", day)).Book(Read.Usage);

        Assert.Equal([(1.234567m, 0.18518505m), (0.000089m, 0.0000534m)], entries.Select(entry => (entry.Quantity, entry.Amount)));
        Assert.Equal(0.25m, Assert.Single(new ExtractionPrices(new Price("cpu_second", 0.1m, "USD", day)).Book(Read.Usage with { ComputeSeconds = 2.5 })).Amount);
    }

    [Fact]
    public void Results_of_another_address_model_or_setting_are_named_otherwise()
    {
        string[] identities =
        [
            ModelCard.OfEndpoint("org/model 7B", "http://127.0.0.1:8080/v1", "1").Identity,
            ModelCard.OfEndpoint("org/model 7B", "http://127.0.0.1:8081/v1", "1").Identity,
            ModelCard.OfEndpoint("org/model-7B", "http://127.0.0.1:8080/v1", "1").Identity,
            ModelCard.OfEndpoint("org/model 7B", "http://127.0.0.1:8080/v1", "2").Identity,
        ];

        Assert.Equal(4, identities.Distinct().Count());
        Assert.All(identities, identity => Assert.StartsWith("endpoint-org-model-7B@", identity, StringComparison.Ordinal));
    }

    private static Task<Workers.Extraction.Extraction> ReadAsync(EngineReading reading) =>
        new FieldExtractor(new SaidEngine(reading), Schema, ModelCard.OfEndpoint("told", "http://127.0.0.1/v1", "")).ExtractAsync(Layout, CancellationToken.None);
}
