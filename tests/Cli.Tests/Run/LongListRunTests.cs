using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Normalization;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Lists of 50 to 500 parties through the real model: it does not find all of them, and says so of each list that it did not.</summary>
[Collection(RunGroup.Name)]
public sealed class LongListRunTests : IDisposable
{
    private static readonly string[] Heads = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Haven", "Indigo", "Jade", "Kestrel", "Lumen", "Maple", "North", "Onyx", "Pine", "Quartz", "Ridge", "Stone", "Tidal"];
    private static readonly string[] Trades = ["Capital", "Foods", "Freight", "Health", "Media", "Metals", "Power", "Retail", "Robotics", "Textiles", "Timber", "Water", "Paper", "Optics", "Seeds", "Marine", "Tools", "Travel", "Glass", "Air", "Labs", "Homes", "Games", "Salt", "Silk"];
    private static readonly string[] Forms = ["Inc.", "LLC", "Ltd.", "Corp.", "LP"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_list_of_50_is_complete_or_says_that_it_is_not() => NoSilentCutAsync(50);

    [Theory]
    [Trait("Nightly", "true")]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(500)]
    public Task Longer_lists_too(int parties) => NoSilentCutAsync(parties);

    private async Task NoSilentCutAsync(int parties)
    {
        var names = Names(parties);
        _folder.Write("in/lines.txt", Contract("the following companies:\n\n" + string.Join("\n\n", names.Select((name, i) => $"({i + 1}) {name}, a Delaware company;"))));
        _folder.Write("in/groups.txt", Contract("the companies below.\n\n" + string.Join("\n\n", names.Chunk(6).Select(group => $"The parties also include {string.Join(", ", group)}."))));
        _folder.Write("in/sentence.txt", Contract(string.Join(", ", names[..^1]) + $" and {names[^1]}."));
        var output = Path.Combine(_folder.FullName, "out");
        using var run = await PipelineProcess.RunAsync("run", Path.Combine(_folder.FullName, "in"), "--schema", "nda", "--out", output, "--data", Path.Combine(_folder.FullName, "data"));

        Assert.True(run.ExitCode == 0, run.Errors);
        var results = RunFixture.ReadResults(output);
        Assert.Equal(3, results.Count);
        foreach (var result in results)
        {
            var field = result.Fields["parties"];
            var missing = Keys(names).Except(Keys(field.Values.Select(value => value.Value!))).Count();
            Assert.True(
                missing == 0 || (field.Decision == FieldDecision.Review && field.Reasons.Any(reason => reason is Reasons.IncompleteList or Reasons.Capped)),
                $"{result.Document}: {missing} missing, {field.Decision}, {string.Join(' ', field.Reasons)}");
        }

        // One name a line is the usual form of a schedule: most of it is at hand for the reviewer.
        var lines = results.Single(result => result.Document.EndsWith("lines.txt", StringComparison.Ordinal)).Fields["parties"];
        Assert.True(Keys(names).Intersect(Keys(lines.Values.Concat(lines.Candidates).Select(value => value.Value!))).Count() > parties / 3);
    }

    private static string[] Names(int count)
    {
        var random = new Random(count);
        var all = Heads.SelectMany(head => Trades.Select(trade => $"{head} {trade}")).ToArray();
        random.Shuffle(all);
        return [.. all.Take(count).Select(name => $"{name} {Forms[random.Next(Forms.Length)]}")];
    }

    private static string Contract(string parties) =>
        $"MUTUAL CONFIDENTIALITY AGREEMENT\n\nThis Agreement is made as of May 3, 2011 by and among {parties}\n\nThe term of this Agreement is two (2) years.\n\nIt is governed by the laws of the State of Ohio.\n";

    private static HashSet<string> Keys(IEnumerable<string> names) => [.. names.Select(name => PartyNormalizer.Normalize(name).Key)];
}
