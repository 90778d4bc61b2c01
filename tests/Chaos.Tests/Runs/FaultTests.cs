using Pipeline.Chaos.Tests.Faults;
using Pipeline.Chaos.Tests.Servers;
using Xunit.Abstractions;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>A network that fails between the service and its servers for a while: seven ways, to each of the two.</summary>
public sealed class FaultTests(ChaosWorld world, ITestOutputHelper output) : ChaosTestBase(world, output)
{
    private const int Documents = 16;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(12);

    private static readonly (string Name, Fault Fault)[] Faults =
    [
        ("0.2 s of latency", new Fault { Latency = TimeSpan.FromMilliseconds(200) }),
        ("2 s of latency", new Fault { Latency = TimeSpan.FromSeconds(2) }),
        ("4 KB/s", new Fault { BytesPerSecond = 4096 }),
        ("a reset every second", new Fault { ResetEvery = TimeSpan.FromSeconds(1) }),
        ("a reset every 5 s", new Fault { ResetEvery = TimeSpan.FromSeconds(5) }),
        ("silence", new Fault { Silent = true }),
        ("refusal", new Fault { Refuses = true }),
    ];

    [ChaosFact]
    public Task Nothing_is_lost_when_the_database_resets() => TryAsync(toDatabase: true, Faults[3]);

    [ChaosFact]
    public Task Nothing_is_lost_when_the_broker_resets() => TryAsync(toDatabase: false, Faults[3]);

    [ChaosFact]
    public Task Nothing_is_lost_when_the_database_says_nothing() => TryAsync(toDatabase: true, Faults[5]);

    [ChaosFact]
    public Task Nothing_is_lost_when_the_broker_says_nothing() => TryAsync(toDatabase: false, Faults[5]);

    [ChaosFact]
    [Trait("Nightly", "true")]
    public async Task Nothing_is_lost_in_any_of_14_scenarios()
    {
        foreach (var fault in Faults)
        {
            await TryAsync(toDatabase: true, fault);
            await TryAsync(toDatabase: false, fault);
        }
    }

    private async Task TryAsync(bool toDatabase, (string Name, Fault Fault) scenario)
    {
        var relay = toDatabase ? World.ToPostgres : World.ToBroker;
        var admission = new Admission(World);
        await admission.AdmitAsync(Documents / 2);
        Task meanwhile;
        relay.Fault = scenario.Fault;
        try
        {
            meanwhile = admission.AdmitAsync(Documents / 2);
            await Task.Delay(Lasts, CancellationToken.None);
        }
        finally
        {
            relay.Fault = Fault.None;
        }

        await meanwhile;
        await JudgeAsync($"{scenario.Name} to the {(toDatabase ? "database" : "broker")}", admission);
    }
}
