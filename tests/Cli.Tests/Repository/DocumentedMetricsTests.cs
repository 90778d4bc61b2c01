using System.Text.RegularExpressions;

namespace Pipeline.Cli.Tests.Repository;

/// <summary>The metrics in docs/operations.md are those that the code makes: an alert on another would never sound.</summary>
public sealed partial class DocumentedMetricsTests
{
    // Each stage has its own, under its name.
    private static readonly string[] Stages = ["pipeline.reading", "pipeline.extracting"];

    [Fact]
    public void Every_metric_is_documented_and_every_documented_one_exists()
    {
        var made = Made();
        var documented = Documented().Matches(File.ReadAllText(Checkout.PathOf("docs/operations.md"))).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(made.Count > 20);
        Assert.Empty(made.Except(documented).Order());
        Assert.Empty(documented.Except(made).Order());
    }

    private static HashSet<string> Made()
    {
        var sources = Checkout.CodeFiles.Where(file => file.StartsWith("src/", StringComparison.Ordinal)).Select(file => File.ReadAllText(Checkout.PathOf(file))).ToList();
        var whole = sources.SelectMany(text => Whole().Matches(text)).Select(match => match.Groups[1].Value);
        var ofStages = sources.SelectMany(text => OfStage().Matches(text)).SelectMany(match => Stages.Select(stage => stage + match.Groups[1].Value));
        return [.. whole, .. ofStages];
    }

    [GeneratedRegex(@"\bCreate(?:Observable)?(?:Counter|Histogram|Gauge|UpDownCounter)(?:<\w+>)?\(\s*""([^""]+)""")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\bCreate(?:Counter|Histogram)(?:<\w+>)?\(name \+ ""([^""]+)""")]
    private static partial Regex OfStage();

    [GeneratedRegex(@"`(pipeline\.[a-z_]+\.[a-z_.]+)`")]
    private static partial Regex Documented();
}
