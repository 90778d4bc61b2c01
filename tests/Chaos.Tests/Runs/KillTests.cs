using System.Globalization;
using Pipeline.Chaos.Tests.Roles;
using Pipeline.Chaos.Tests.Servers;
using Xunit.Abstractions;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>kill -9 of any process of the service, at random, while documents come in. Seeded: the same seed kills the same processes in the same order.</summary>
public sealed class KillTests(ChaosWorld world, ITestOutputHelper output) : ChaosTestBase(world, output)
{
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(60);

    [ChaosFact]
    public Task Nothing_is_lost_or_done_twice_in_50_kills() => KillAsync(kills: 50, documents: 300, seed: 20260301);

    [ChaosFact]
    [Trait("Nightly", "true")]
    public Task Nothing_is_lost_or_done_twice_in_1000_kills() => KillAsync(kills: 1000, documents: 10_000, seed: 20260302);

    private async Task KillAsync(int kills, int documents, int seed)
    {
        var random = new Random(seed);
        var admission = new Admission(World);
        var before = Fleet.Roles.ToDictionary(role => role, role => role.Recoveries.Count());
        var engines = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            await admission.AdmitAsync((documents / kills) + (kill < documents % kills ? 1 : 0));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 1500)), CancellationToken.None);
            // Two of seven may be on their way back: kills meet processes that start as well as such that work.
            await Fleet.WaitUntilReadyAsync(2, TimeSpan.FromMinutes(2));
            engines += Kill(Fleet.Roles[random.Next(Fleet.Roles.Count)], engine: random.Next(3) == 0) ? 1 : 0;
        }

        var verdict = await JudgeAsync(string.Create(CultureInfo.InvariantCulture, $"{kills} kills (seed {seed}, {engines} of them of a model process)"), admission);
        Assert.True(verdict.Interrupted > 0, "No kill met a document in work: nothing was tried.");
        var recoveries = Fleet.Roles.SelectMany(role => role.Recoveries.Skip(before[role])).ToList();
        Assert.InRange(SayTimes("processes ready again after a kill", recoveries), TimeSpan.Zero, LongestRecovery);
    }

    /// <returns>Whether it was the model's process.</returns>
    private static bool Kill(KeptRole role, bool engine)
    {
        if (engine && role.Extracts && role.KillEngine())
        {
            return true;
        }

        role.Kill();
        return false;
    }
}
