using Microsoft.EntityFrameworkCore;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;
using Pipeline.Domain.Documents;

namespace Pipeline.Cli.Tests.Serve;

public sealed class UpTests : IDisposable
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Goes_on_after_a_kill_reads_two_schemas_and_stops_when_asked()
    {
        DocumentId[] sent;
        await using (var first = await RunningUp.StartAsync(Data))
        {
            await Until.TrueAsync(first.IsReadyAsync, Most, () => first.Process.Errors + first.Process.Output);
            sent =
            [
                await first.SendAsync("mutual-nda.pdf", new DocumentOrder { Schema = "nda", Priority = DocumentPriority.Interactive }),
                await first.SendAsync("amendment.pdf", new DocumentOrder { Schema = "contracts" }),
                await first.SendAsync("mutual-nda.pdf", new DocumentOrder { Schema = "contracts" }),
                await first.SendAsync("amendment.pdf", new DocumentOrder { Schema = "no-such-schema" }),
            ];
            await Until.TrueAsync(async () => (await first.LookAsync(sent[0])).Stage == DocumentStage.Extracting, Most, () => first.Process.Errors + first.Process.Output);
            first.Process.KillHard();
            await first.Process.WaitAsync();
        }

        await using var second = await RunningUp.StartAsync(Data);
        await Until.TrueAsync(
            async () => (await Task.WhenAll(sent.Select(second.LookAsync))).All(document => document.Stage is DocumentStage.Done or DocumentStage.Failed), Most, () => second.Process.Errors + second.Process.Output);
        var failed = await second.LookAsync(sent[3]);
        Assert.Equal("unknown_schema", failed.Failure?.Code);
        Assert.All(await Task.WhenAll(sent[..3].Select(second.LookAsync)), document => Assert.Equal((DocumentStage.Done, 0), (document.Stage, document.Failures)));
        await using (var context = second.Database.CreateContext())
        {
            Assert.Equal(4, await context.Results.CountAsync());
            await Until.TrueAsync(async () => !await context.Documents.AnyAsync(document => document.DeliveryDue), TimeSpan.FromSeconds(30), () => "Something was not delivered.");
        }

        var status = await PipelineProcess.RunAsync("status", "--data", Data);
        Assert.Contains("done              3", status.Output, StringComparison.Ordinal);
        var replay = await PipelineProcess.RunAsync("replay", "--failed", "--code", "unknown_schema", "--data", Data);
        Assert.Contains("1 document sent through again", replay.Output, StringComparison.Ordinal);
        var stop = await PipelineProcess.RunAsync("stop", "--data", Data);
        Assert.Equal(0, stop.ExitCode);
        await second.Process.WaitAsync();
        Assert.Equal(0, second.Process.ExitCode);
    }

    [Fact]
    public async Task A_copy_of_the_data_folder_of_a_stopped_service_is_a_backup()
    {
        DocumentId sent;
        await using (var first = await RunningUp.StartAsync(Data, "--schema", "nda"))
        {
            sent = await first.SendAsync("mutual-nda.pdf", new DocumentOrder { Schema = "nda", Priority = DocumentPriority.Interactive });
            await Until.TrueAsync(async () => (await first.LookAsync(sent)).Stage == DocumentStage.Done, Most, () => first.Process.Errors + first.Process.Output);
            Assert.Equal(0, (await PipelineProcess.RunAsync("stop", "--data", Data)).ExitCode);
            await first.Process.WaitAsync();
        }

        // As docs/operations.md says.
        var backup = Path.Combine(_folder.FullName, "backup");
        Assert.Equal(0, (await Shell.RunAsync("cp", ["-a", Data, backup])).ExitCode);
        Directory.Delete(Data, recursive: true);
        Assert.Equal(0, (await Shell.RunAsync("cp", ["-a", backup, Data])).ExitCode);

        var doctor = await PipelineProcess.RunAsync("doctor", "--invariants", "--data", Data);
        Assert.True(doctor.ExitCode == 0, doctor.Output + doctor.Errors);
        Assert.Contains("All holds.", doctor.Output, StringComparison.Ordinal);
        await using var second = await RunningUp.StartAsync(Data, "--schema", "nda");
        Assert.Equal(DocumentStage.Done, (await second.LookAsync(sent)).Stage);
        await using var context = second.Database.CreateContext();
        Assert.Equal(sent, (await context.Results.AsNoTracking().SingleAsync()).DocumentId);
    }

    [Fact]
    public async Task Says_what_to_do_when_nothing_runs()
    {
        var status = await PipelineProcess.RunAsync("status", "--data", Data);

        Assert.Equal(1, status.ExitCode);
        Assert.Contains("pipeline up", status.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await PipelineProcess.RunAsync("stop", "--data", Data)).ExitCode);
    }
}
