using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests;

/// <summary>The engine with the default model, in this process.</summary>
[Collection(ModelTests.Name)]
public sealed class ReadingEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Nda =
    [
        "This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC.",
        "It is governed by the laws of the State of Ohio.",
    ];

    private readonly LoadedModel _model;

    public ReadingEngineTests(LoadedModel model) => _model = model;

    [Fact]
    public async Task It_finds_the_law_and_the_date_of_a_short_agreement()
    {
        var request = Contracts.Request(Contracts.NdaFields, Nda);

        var told = Contracts.Told(request, await ReadAsync(_model.Engine, request));

        Assert.Contains(told, t => (t.Sentence, t.Field, t.Value) == (1, "governing_law", "Ohio") && t.Probability > 0.5);
        Assert.Contains(told, t => (t.Sentence, t.Field, t.Value) == (0, "effective_date", "May 3, 2011"));
    }

    [Fact]
    public async Task A_document_without_sentences_is_read_at_once()
    {
        var reading = await ReadAsync(_model.Engine, new EngineRequest([], Contracts.NdaFields));

        Assert.Empty(reading.SentenceProbabilities);
        Assert.Empty(reading.Findings);
        Assert.Equal(0, reading.Usage.Passages);
        Assert.Single((await ReadAsync(_model.Engine, new EngineRequest([new EngineSentence("  ", [])], Contracts.NdaFields))).SentenceProbabilities);
    }

    [Fact]
    public async Task A_sentence_that_can_answer_no_field_finds_nothing()
    {
        var request = new EngineRequest([new EngineSentence("This Agreement is effective on the date and for the term that were agreed.", [])], Contracts.Fields("effective_date", "term"));

        // Every sentence is asked: the answer must be missing for want of a value, not of interest.
        using var engine = LoadedModel.Start(LoadedModel.Settings with { Limits = new(Branch: 0, Explore: 0, PossibleMiss: 0) });
        var reading = await ReadAsync(engine, request);

        Assert.Empty(reading.Findings);
        Assert.Empty(reading.PossibleMisses);
        Assert.Empty((await ReadAsync(engine, request with { Fields = [] })).Findings);
    }

    [Fact]
    public async Task A_cancelled_document_frees_its_place_and_later_ones_are_read()
    {
        var text = Enumerable.Repeat("The receiving party shall keep all confidential information secret and shall use it for no other purpose.", 200).ToArray();
        using var cancel = new CancellationTokenSource();
        var long1 = _model.Engine.ReadAsync(Contracts.Request(Contracts.NdaFields, text), cancel.Token);
        var long2 = _model.Engine.ReadAsync(Contracts.Request(Contracts.NdaFields, text), cancel.Token);
        var before = _model.Engine.Statistics.Tokens;
        await WaitAsync(() => _model.Engine.Statistics.Tokens > before);
        Assert.False(long1.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => long1.WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => long2.WaitAsync(Patience));
        await It_finds_the_law_and_the_date_of_a_short_agreement();
        // Two documents of 4,000 tokens each were not read to their ends.
        Assert.InRange(_model.Engine.Statistics.Tokens - before, 1, 6_000);
    }

    [Fact]
    public async Task A_field_list_that_no_answer_could_name_is_refused_and_others_are_read()
    {
        var twice = Contracts.Request(Contracts.Fields("term", "term"), Nda);
        var long1 = Contracts.Request([.. Enumerable.Range(0, 128).Select(i => new EngineField($"a_rather_long_field_name_{i}", EngineValue.None))], Nda);
        var unwieldy = Contracts.Request([new EngineField(string.Concat(Enumerable.Repeat("q0", 80)), EngineValue.Required)], Nda);
        var choice = Contracts.Request([new EngineField("term", EngineValue.Required) { Options = ["one year", "two years"] }], Nda);

        foreach (var request in new[] { twice, long1, unwieldy, choice })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(_model.Engine, request));
        }

        await It_finds_the_law_and_the_date_of_a_short_agreement();
    }

    [Fact]
    public async Task A_stopped_engine_tells_those_who_wait()
    {
        var engine = LoadedModel.Start(LoadedModel.Settings);
        var text = Enumerable.Repeat("The receiving party shall keep all confidential information secret.", 300).ToArray();
        var reads = Enumerable.Range(0, 6).Select(_ => engine.ReadAsync(Contracts.Request(Contracts.NdaFields, text), CancellationToken.None)).ToArray();
        await WaitAsync(() => engine.Statistics.Steps > 0);

        engine.Dispose();

        foreach (var read in reads)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => read.WaitAsync(Patience));
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(engine, Contracts.Request(Contracts.NdaFields, Nda)));
    }

    [Fact]
    public async Task A_cut_sentence_is_read_in_pieces_and_its_values_keep_their_places()
    {
        var text = $"This Agreement {string.Concat(Enumerable.Repeat("😀", 250))} is governed by the laws of the State of Ohio.";
        var request = Contracts.Request(Contracts.NdaFields, text);

        var reading = await ReadAsync(_model.Engine, request);

        Assert.Equal([0], reading.CutSentences);
        Assert.Contains(Contracts.Told(request, reading), t => (t.Field, t.Value) == ("governing_law", "Ohio"));
    }

    private static Task<EngineReading> ReadAsync(ReadingEngine engine, EngineRequest request) => engine.ReadAsync(request, CancellationToken.None).WaitAsync(Patience);

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
