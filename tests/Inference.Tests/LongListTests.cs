using Pipeline.Inference.Decoding;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests;

/// <summary>Passages that hold more than a model finds in one go.</summary>
[Collection(ModelTests.Name)]
public sealed class LongListTests
{
    private const int Names = 40;

    private static readonly string[] Heads = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Haven"];
    private static readonly string[] Trades = ["Capital", "Foods", "Freight", "Media", "Metals"];

    [Fact]
    public async Task A_list_of_names_is_split_and_read_again_and_more_of_them_are_found()
    {
        var names = Heads.SelectMany(head => Trades.Select(trade => $"{head} {trade} LLC")).ToArray();
        string[] sentences = ["This Agreement is made by and among the following companies, each a party to this Agreement:", .. names.Select((name, i) => $"({i + 1}) {name}, a Delaware company;")];
        var request = Contracts.Request(Contracts.NdaFields, sentences);

        var whole = await ReadAsync(new DecodingLimits { FindingsPerList = int.MaxValue, FindingsPerPassage = int.MaxValue }, request);
        var split = await ReadAsync(new DecodingLimits(), request);

        Assert.Equal(Names, names.Length);
        Assert.True(split.Usage.Passages > whole.Usage.Passages, $"{split.Usage.Passages} passages, {whole.Usage.Passages} without splitting");
        // What was read twice was paid for twice.
        Assert.True(split.Usage.PromptTokens > whole.Usage.PromptTokens);
        Assert.Equal(sentences.Length, split.SentenceProbabilities.Count);
        Assert.True(Found(request, split) > Found(request, whole), $"{Found(request, split)} names after splitting, {Found(request, whole)} before");
        Assert.All(split.Findings.GroupBy(f => (f.Sentence, f.Field, f.Start, f.Length)), group => Assert.Single(group));
    }

    [Fact]
    public async Task A_single_crowded_sentence_cannot_be_split_and_is_read_once()
    {
        var request = Contracts.Request(Contracts.NdaFields, "This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC under the laws of Ohio for two (2) years.");

        var reading = await ReadAsync(new DecodingLimits { FindingsPerList = 0, FindingsPerPassage = 0 }, request);

        Assert.Equal(1, reading.Usage.Passages);
        Assert.NotEmpty(reading.Findings);
    }

    private static int Found(EngineRequest request, EngineReading reading) =>
        Contracts.Told(request, reading).Where(told => told.Field == "parties").Select(told => told.Sentence).Distinct().Count();

    private static async Task<EngineReading> ReadAsync(DecodingLimits limits, EngineRequest request)
    {
        using var engine = LoadedModel.Start(LoadedModel.Settings with { Limits = limits });
        return await engine.ReadAsync(request, CancellationToken.None);
    }
}
