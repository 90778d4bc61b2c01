using System.Diagnostics;
using System.Globalization;
using Pipeline.Chaos.Tests.Roles;
using Pipeline.Storage.Invariants;
using Xunit.Abstractions;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>What the tests of the service share: letting documents in, waiting until all is done, and judging.</summary>
[Collection(ChaosGroup.Name)]
public abstract class ChaosTestBase(ChaosWorld world, ITestOutputHelper output)
{
    /// <summary>After everything runs again.</summary>
    private static readonly TimeSpan DrainWithin = TimeSpan.FromMinutes(2);

    private readonly int _exitsBefore = world.Fleet?.UnexpectedExits.Count() ?? 0;

    private protected ChaosWorld World { get; } = world;

    private protected Fleet Fleet => World.Fleet;

    /// <summary>Waits until everything is well and all documents are delivered, prints the figures, and demands the bars.</summary>
    private protected async Task<Verdict> JudgeAsync(string what, Admission admission)
    {
        await Fleet.WaitUntilReadyAsync(0, TimeSpan.FromMinutes(2));
        var accepted = admission.Accepted.Select(id => id.Value).ToArray();
        var started = Stopwatch.GetTimestamp();
        while (await Verdict.OpenAsync(World.PostgresConnection, accepted) > 0 && Stopwatch.GetElapsedTime(started) < DrainWithin)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
        }

        var verdict = await Verdict.ReachAsync(World.PostgresConnection, accepted, Stopwatch.GetElapsedTime(started));
        Say($"{what}: {verdict}");
        var exits = Fleet.UnexpectedExits.Skip(_exitsBefore).ToList();
        exits.ForEach(Say);
        Assert.True(verdict is { Lost: 0, Duplicated: 0, Stuck: 0, Parked: 0 }, verdict.ToString());
        Assert.Empty(exits);
        await CheckInvariantsAsync();
        return verdict;
    }

    private protected void Say(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }

    /// <summary>Median, 95th percentile and the longest.</summary>
    private protected TimeSpan SayTimes(string what, IReadOnlyList<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        var at = (double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
        Say(string.Create(CultureInfo.InvariantCulture, $"{what}: {sorted.Count} times, median {at(0.5).TotalSeconds:0.0} s, p95 {at(0.95).TotalSeconds:0.0} s, longest {sorted[^1].TotalSeconds:0.0} s"));
        return at(0.95);
    }

    private async Task CheckInvariantsAsync()
    {
        var options = new InvariantOptions { Patience = TimeSpan.FromMinutes(1), SweepSilence = TimeSpan.FromSeconds(5) };
        var findings = await new InvariantChecks(World.Database, World.Blobs, options).RunAsync(CancellationToken.None);
        Assert.Empty(findings.Where(finding => !finding.Holds).Select(finding => $"{finding.Name}: {finding.Violations} ({string.Join(", ", finding.Ids)})"));
    }
}
