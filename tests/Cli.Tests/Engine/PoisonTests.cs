using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;
using Pipeline.Inference;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Tests.Engine;

/// <summary>One document that kills the child, always, among many that do not. The child and the model are real; that it dies is a relay's doing, since no text is known that kills llama.cpp.</summary>
[Collection(RunGroup.Name)]
public sealed class PoisonTests : IDisposable
{
    private const string Poison = "Zyzzyva";

    private readonly string _folder = Directory.CreateTempSubdirectory("pp-").FullName;
    private readonly NoticeLog _notices = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NeedsProgramFact("node")]
    public Task One_in_forty_is_parked_and_nobody_else() => ReadAllAsync(40, TimeSpan.FromMinutes(10));

    [NeedsProgramFact("node")]
    [Trait("Nightly", "true")]
    public Task One_in_a_thousand_is_parked_and_nobody_else() => ReadAllAsync(1000, TimeSpan.FromMinutes(60));

    private async Task ReadAllAsync(int count, TimeSpan patience)
    {
        var relay = Checkout.PathOf("tests/Cli.Tests/Engine/poison-relay.mjs");
        var documents = ChildSetup.Documents(count);
        var poison = count / 3;
        documents[poison] = ChildSetup.Document(poison, " " + Poison);
        await using var engine = await SupervisedEngine.StartAsync(
            ChildSetup.Options(_folder) with { Command = ["node", relay, Poison, "dotnet", ChildSetup.Program, "engine"] }, _notices, CancellationToken.None);

        var reads = documents.Select(d => engine.ReadAsync(d, CancellationToken.None)).ToArray();
        var crash = await Assert.ThrowsAsync<EngineCrashException>(() => reads[poison].WaitAsync(patience));
        var others = await Task.WhenAll(reads.Where((_, i) => i != poison)).WaitAsync(patience);

        Assert.Contains("alone", crash.Message, StringComparison.Ordinal);
        Assert.Equal(count - 1, others.Length);
        Assert.All(others, reading => Assert.NotEmpty(reading.SentenceProbabilities));
        Assert.True(_notices.Count("The model process died") <= 3, _notices.Text);
    }
}
