using Pipeline.Chaos.Tests.Roles;
using Pipeline.Chaos.Tests.Servers;
using Xunit.Abstractions;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>kill -9 of the broker and of the database, which come back after a while with what they had on disk.</summary>
public sealed class ServerKillTests(ChaosWorld world, ITestOutputHelper output) : ChaosTestBase(world, output)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(8);

    [ChaosFact]
    public async Task Nothing_is_lost_when_the_broker_is_killed()
    {
        var admission = new Admission(World);
        await admission.AdmitAsync(20);

        await World.Broker.KillAsync(CancellationToken.None);
        // Uploads are accepted without a broker.
        await admission.AdmitAsync(20);
        await Task.Delay(Away, CancellationToken.None);
        await World.Broker.RestartAsync(CancellationToken.None);

        await JudgeAsync("broker killed", admission);
    }

    [ChaosFact]
    public async Task Nothing_acknowledged_is_lost_when_the_database_is_killed()
    {
        var admission = new Admission(World);
        await admission.AdmitAsync(20);

        await World.Postgres.KillAsync(CancellationToken.None);
        var meanwhile = admission.AdmitAsync(20);
        await Task.Delay(Away, CancellationToken.None);
        await World.Postgres.RestartAsync(CancellationToken.None);
        await meanwhile;

        await JudgeAsync("database killed", admission);
    }

    [ChaosFact]
    public async Task The_doctor_finds_all_well_afterwards()
    {
        using var doctor = RoleProcess.Start(World.Inspection(), "doctor", "--invariants");
        await doctor.WaitForExitAsync(TimeSpan.FromMinutes(2));

        Assert.True(doctor.ExitCode == 0, doctor.Said);
        Assert.Contains("All holds.", doctor.Said, StringComparison.Ordinal);
    }
}
