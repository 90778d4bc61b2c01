using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests;

/// <summary>A document that somebody waits for, while bulk documents hold every slot.</summary>
[Collection(ModelTests.Name)]
public sealed class InteractiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Many steps a passage, so that a wait of one step and a wait for a passage are far apart.
    private static readonly EngineSettings Slow = LoadedModel.Settings with { Lanes = 1, Slots = 1, StepTokens = 32, PassageTokens = 400 };

    private static readonly string[] Bulk =
    [
        .. Enumerable.Repeat("The receiving party shall keep all confidential information secret and shall use it for no other purpose.", 16),
        "This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC.",
        "It is governed by the laws of the State of Ohio.",
    ];

    [Fact]
    public async Task It_waits_for_the_running_step_and_for_no_passage()
    {
        using var engine = LoadedModel.Start(Slow);
        for (var i = 0; i < 2; i++)
        {
            var bulk = engine.ReadAsync(Contracts.Request(Contracts.NdaFields, Bulk), CancellationToken.None);
            await AfterStepsAsync(engine, 3);
            await engine.ReadAsync(Urgent(), CancellationToken.None).WaitAsync(Patience);
            Assert.False(bulk.IsCompleted);
            await bulk.WaitAsync(Patience);
        }

        Assert.Equal(2, engine.InteractiveWaits.Count);
        Assert.All(engine.InteractiveWaits, wait => Assert.InRange(wait.Steps, 0, 1));
    }

    [Fact]
    public async Task What_made_way_for_it_reads_as_if_nothing_had_happened()
    {
        using var engine = LoadedModel.Start(Slow);
        var request = Contracts.Request(Contracts.NdaFields, Bulk);
        var alone = await engine.ReadAsync(request, CancellationToken.None).WaitAsync(Patience);
        var urgentAlone = await engine.ReadAsync(Urgent(), CancellationToken.None).WaitAsync(Patience);

        var bulk = engine.ReadAsync(request, CancellationToken.None);
        await AfterStepsAsync(engine, 4);
        var urgent = await engine.ReadAsync(Urgent(), CancellationToken.None).WaitAsync(Patience);
        Assert.False(bulk.IsCompleted);
        var disturbed = await bulk.WaitAsync(Patience);

        Assert.NotEmpty(alone.Findings);
        Assert.Equal(alone.SentenceProbabilities, disturbed.SentenceProbabilities);
        Assert.Equal(alone.Findings, disturbed.Findings);
        Assert.Equal(urgentAlone.Findings, urgent.Findings);
        Assert.Equal((alone.Usage.Passages, alone.Usage.PromptTokens, alone.Usage.DecodedTokens), (disturbed.Usage.Passages, disturbed.Usage.PromptTokens, disturbed.Usage.DecodedTokens));
    }

    [Fact]
    public async Task A_passage_makes_way_again_and_again_but_not_for_ever()
    {
        using var engine = LoadedModel.Start(Slow with { BulkPatience = TimeSpan.FromSeconds(3) });
        var bulk = engine.ReadAsync(Contracts.Request(Contracts.NdaFields, Bulk), CancellationToken.None);
        await AfterStepsAsync(engine, 2);

        // Somebody always comes, before the passage can be read to its end.
        var urgent = 0;
        while (!bulk.IsCompleted && urgent < 200)
        {
            await engine.ReadAsync(Urgent(), CancellationToken.None).WaitAsync(Patience);
            urgent++;
        }

        Assert.InRange(urgent, 3, 199);
        Assert.NotEmpty((await bulk).Findings);
    }

    private static EngineRequest Urgent() =>
        Contracts.Request(Contracts.NdaFields, "This letter is governed by the laws of the State of Texas.") with { Priority = EnginePriority.Interactive };

    private static async Task AfterStepsAsync(ReadingEngine engine, int steps)
    {
        var begin = engine.Statistics.Steps;
        using var limit = new CancellationTokenSource(Patience);
        while (engine.Statistics.Steps < begin + steps)
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
