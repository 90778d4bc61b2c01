using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests;

/// <summary>Reading many documents at a time changes how fast they are read, not what is found.</summary>
[Collection(ModelTests.Name)]
public sealed class BatchedReadingTests
{
    // llama.cpp rounds activations to 8 bits, and the order of its sums depends on where a document lies in the cache: probabilities in the middle
    // move by up to 0.09 on the reference passages (flash attention or not, 16 or 32 bits of cache), whether or not other documents are there.
    private const double Noise = 0.12;

    private static readonly string[][] Documents =
    [
        ["This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC.", "It is governed by the laws of the State of Ohio."],
        ["This Non-Disclosure Agreement is entered into by Crane Tools Corporation, a Delaware corporation.", "The term of this Agreement is three (3) years."],
        ["The weather was fine.", "Nobody had signed anything yet."],
        ["This Agreement shall be construed under the laws of the State of New York.", "It shall expire two years after the date of disclosure."],
        ["Effective Date: 12/01/2009", "Kestrel Foods Ltd. and Dunlin Paper Company agree as follows."],
        ["The obligations of this Agreement survive for five (5) years.", "Texas law governs this Agreement."],
        ["1. Definitions.", "\"Confidential Information\" means any information that is marked \"confidential\" \\ or the like."],
        ["THIS AGREEMENT is dated 2015-06-30 and made by and between OSPREY HOLDINGS, INC. and WREN PARTNERS LP."],
        ["The Recipient shall return all copies within thirty (30) days.", "Governing law: California."],
        ["Agreed this 5th day of March, 2010 by Heron Systems AG.", "Dieser Vertrag unterliegt dem Recht des Kantons Zürich.", "😀"],
        ["Either party may terminate on sixty (60) days' notice.", "This Agreement remains in force for eighteen months."],
        ["Mallard & Teal LLP (the \"Discloser\") and Siskin GmbH (the \"Recipient\") wish to exchange information.", "The validity of this Agreement is governed by the law of England and Wales."],
    ];

    private readonly LoadedModel _model;

    public BatchedReadingTests(LoadedModel model) => _model = model;

    [Fact]
    public async Task Documents_read_all_at_once_give_what_they_give_one_at_a_time()
    {
        var requests = Documents.Select(d => Contracts.Request(Contracts.NdaFields, d)).ToArray();
        var single = new List<EngineReading>();
        foreach (var request in requests)
        {
            single.Add(await _model.Engine.ReadAsync(request, CancellationToken.None));
        }

        Assert.True(single.Sum(r => r.Findings.Count(f => f.Probability > 0.5)) >= 10, "There is too little to compare.");
        AssertSame(requests, [.. single], await ReadAllAsync(_model.Engine, requests));
    }

    [Fact]
    public async Task Sizes_change_nothing()
    {
        var requests = Documents.Take(6).Select(d => Contracts.Request(Contracts.NdaFields, d)).ToArray();
        var expected = await ReadAllAsync(_model.Engine, requests);
        foreach (var (lanes, slots, stepTokens) in new[] { (1, 1, 64), (2, 4, 256), (1, 24, 512) })
        {
            using var engine = LoadedModel.Start(LoadedModel.Settings with { Lanes = lanes, Slots = slots, StepTokens = stepTokens });
            AssertSame(requests, expected, await ReadAllAsync(engine, requests));
        }
    }

    [Fact]
    public async Task What_stands_beside_a_passage_does_not_reach_it()
    {
        // Two passages of one document are always admitted together, and both neighbours take the same number of tokens: any difference would be a leak.
        const string Subject = "This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC.";
        var filler = string.Join(' ', Enumerable.Repeat("the", 80));
        var (red, blue) = ($"{filler} red", $"{filler} blue");
        Assert.Equal(_model.Vocabulary.Tokenize(red).Length, _model.Vocabulary.Tokenize(blue).Length);
        using var engine = LoadedModel.Start(LoadedModel.Settings with { PassageTokens = 40 });

        var beside = new List<EngineReading>();
        foreach (var neighbour in new[] { red, blue })
        {
            beside.Add(await engine.ReadAsync(Contracts.Request(Contracts.NdaFields, Subject, neighbour), CancellationToken.None));
            Assert.Equal(2, beside[^1].Usage.Passages);
            Assert.InRange(beside[^1].SentenceProbabilities[1], 0, 0.02);
        }

        Assert.Equal(beside[0].SentenceProbabilities[0], beside[1].SentenceProbabilities[0]);
        Assert.Equal(beside[0].Findings, beside[1].Findings);
        Assert.NotEqual(beside[0].SentenceProbabilities[1], beside[1].SentenceProbabilities[1]);
    }

    [Fact]
    public async Task A_word_of_one_document_is_never_in_the_result_of_another()
    {
        string[] canaries = ["Quetzalcorp", "Axolotlium", "Okapiwerk", "Numbatron", "Pangolina", "Tapirex", "Wombatech", "Zorillia"];
        var requests = canaries.Select(c => Contracts.Request(Contracts.NdaFields, $"This Agreement is made between {c} Inc. and Acme Ltd.", $"It is governed by the laws of {c}.")).ToArray();

        var readings = await ReadAllAsync(_model.Engine, requests);

        for (var i = 0; i < canaries.Length; i++)
        {
            var values = Contracts.Told(requests[i], readings[i]).ConvertAll(t => t.Value ?? "");
            Assert.Contains(values, v => v.Contains(canaries[i], StringComparison.Ordinal));
            Assert.All(readings[i].Findings, f => Assert.InRange(f.Start!.Value + f.Length!.Value, 1, requests[i].Sentences[f.Sentence].Text.Length));
            Assert.DoesNotContain(values, v => canaries.Any(c => c != canaries[i] && v.Contains(c, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Documents_with_other_fields_share_the_engine()
    {
        // More field lists than resident prefixes: each is evicted while trunks that began with it are still read.
        string[][] lists =
        [
            ["effective_date", "governing_law", "parties", "term"], ["governing_law"], ["agreement_date", "governing_law", "parties"], ["governing_law", "term"], ["effective_date", "governing_law"],
        ];
        var requests = Enumerable.Range(0, 10).Select(i => Contracts.Request(Contracts.Fields(lists[i % lists.Length]), Documents[0])).ToArray();

        var readings = await ReadAllAsync(_model.Engine, requests);

        for (var i = 0; i < requests.Length; i++)
        {
            var told = Contracts.Told(requests[i], readings[i]);
            Assert.Contains(told, t => (t.Sentence, t.Field, t.Value) == (1, "governing_law", "Ohio") && t.Probability > 0.5);
            Assert.All(told, t => Assert.Contains(t.Field, lists[i % lists.Length]));
        }
    }

    // 4,500 tokens of prefixes: PrefixCacheTests hold the same account in a moment.
    [Fact]
    [Trait("Nightly", "true")]
    public async Task Long_field_lists_that_change_with_every_document_never_run_out_of_cells()
    {
        // Evicted prefixes stay in the cache as long as trunks share them: nine of these are more cells than the lane has.
        using var engine = LoadedModel.Start(LoadedModel.Settings with { Slots = 16, PassageTokens = 64, Limits = new(Branch: 2, PossibleMiss: 2) });
        EngineField[] Fields(int list) => [.. Enumerable.Range(0, 84).Select(i => new EngineField($"f{list}_{i}", EngineValue.None))];
        Assert.InRange(_model.Literals.Header(Fields(0)).Length, 480, 512);
        var sentence = string.Join(' ', Enumerable.Repeat("the", 60));

        var readings = await ReadAllAsync(engine, Enumerable.Range(0, 9).Select(i => Contracts.Request(Fields(i), sentence)));

        Assert.All(readings, r => Assert.Equal(61, r.Usage.PromptTokens));
    }

    private static Task<EngineReading[]> ReadAllAsync(ReadingEngine engine, IEnumerable<EngineRequest> requests) =>
        Task.WhenAll(requests.Select(r => engine.ReadAsync(r, CancellationToken.None))).WaitAsync(TimeSpan.FromSeconds(90));

    private static void AssertSame(EngineRequest[] requests, EngineReading[] expected, EngineReading[] actual)
    {
        for (var i = 0; i < requests.Length; i++)
        {
            var (left, right) = (Contracts.Told(requests[i], expected[i]), Contracts.Told(requests[i], actual[i]));
            Assert.All(expected[i].SentenceProbabilities.Zip(actual[i].SentenceProbabilities), p => Assert.InRange(p.Second, p.First - Noise, p.First + Noise));
            Covers(left, right);
            Covers(right, left);
        }
    }

    /// <summary>Every finding is on the other side too, with nearly the same probability; one that noise may lift over a threshold need not be.</summary>
    private static void Covers(List<(int Sentence, string Field, string? Value, double Probability)> findings, List<(int Sentence, string Field, string? Value, double Probability)> others)
    {
        foreach (var (sentence, field, value, probability) in findings)
        {
            var other = others.Where(o => (o.Sentence, o.Field, o.Value) == (sentence, field, value)).Sum(o => o.Probability);
            Assert.InRange(other, probability - Noise, probability + Noise);
        }
    }
}
