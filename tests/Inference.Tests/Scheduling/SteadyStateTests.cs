using Pipeline.Inference.Tests.Setup;
using Xunit.Abstractions;

namespace Pipeline.Inference.Tests.Scheduling;

/// <summary>What a step costs on the managed side.</summary>
[Collection(ModelTests.Name)]
public sealed class SteadyStateTests
{
    private static readonly string[][] Documents =
    [
        ["This Agreement is made as of May 3, 2011 between Acme Inc. and Bolt LLC.", "It is governed by the laws of the State of Ohio.", "The term of this Agreement is three (3) years."],
        ["This Non-Disclosure Agreement is entered into by Crane Tools Corporation, a Delaware corporation, and by Kestrel Foods Limited, a company of England and Wales."],
        ["The Recipient shall return all copies within thirty (30) days.", "The validity of this Agreement is governed by the law of England and Wales.", "Nobody had signed anything yet."],
    ];

    private readonly ITestOutputHelper _output;

    public SteadyStateTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task A_step_that_feeds_tokens_and_decides_on_them_allocates_nothing()
    {
        // Small steps: a passage takes several, and answers are written beside it.
        using var engine = LoadedModel.Start(LoadedModel.Settings with { StepTokens = 8, Slots = 2 });
        await ReadAsync(engine);
        var (before, statistics) = (engine.Meter.Quiet, engine.Statistics);

        await ReadAsync(engine);

        var (quiet, all) = (engine.Meter.Quiet, engine.Statistics);
        var (steps, allocated) = (all.Steps - statistics.Steps, all.AllocatedBytes - statistics.AllocatedBytes);
        _output.WriteLine($"{quiet.Steps - before.Steps} of {steps} steps are quiet and allocate {quiet.AllocatedBytes - before.AllocatedBytes} bytes; {(double)allocated / steps:0} bytes a step over all of them.");
        Assert.True(quiet.Steps - before.Steps >= 10, $"{quiet.Steps - before.Steps} quiet steps of {steps} are no test.");
        Assert.Equal(0, quiet.AllocatedBytes - before.AllocatedBytes);
        // The others make tasks, forks and findings.
        Assert.InRange(allocated / steps, 1, 64 * 1024);
    }

    private static Task<EngineReading[]> ReadAsync(ReadingEngine engine) =>
        Task.WhenAll(Documents.Concat(Documents).Select(d => engine.ReadAsync(Contracts.Request(Contracts.NdaFields, d), CancellationToken.None)));
}
