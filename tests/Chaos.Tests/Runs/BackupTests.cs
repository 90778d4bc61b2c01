using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Pipeline.Chaos.Tests.Documents;
using Pipeline.Chaos.Tests.Models;
using Pipeline.Chaos.Tests.Roles;
using Pipeline.Chaos.Tests.Servers;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>Backup and restore by the steps of docs/operations.md, as they stand there, of a service that works meanwhile.</summary>
public sealed class BackupTests : IDisposable
{
    private const string AllRoles = "ingest,read,extract,deliver,relay,sweep";

    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-chaos-backup-").FullName;
    private readonly TinyInstallation _installation = new(Checkout.Root, seed: 1);

    private string BlobFolder => Path.Combine(_folder, "data", "blobs");

    public void Dispose()
    {
        _installation.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [PostgresToolsFact]
    public async Task What_was_backed_up_beside_a_working_service_is_whole_when_it_is_restored_and_work_goes_on()
    {
        await using var server = await PostgresServer.StartAsync(PostgresToolsFactAttribute.Folder, CancellationToken.None);
        var name = await server.CreateDatabaseAsync(CancellationToken.None);
        var settings = Settings(PostgresServer.ConnectTo(server.Port, name));
        var steps = Steps();
        IReadOnlyList<DocumentId> before;
        await using (var database = PipelineDatabase.Open(PostgresServer.ConnectTo(server.Port, name), TimeProvider.System, TenantId.Default))
        await using (var service = new KeptRole("all", AllRoles, settings))
        {
            await UntilAsync(() => Task.FromResult(service.IsReady), () => service.Said);
            before = await AdmitAsync(database, 1, 6);
            await UntilAsync(async () => await OpenAsync(database) == 0, () => service.Said);
            var meanwhile = AdmitAsync(database, 7, 12);
            await RunAsync(steps[0], server.Port, name, settings);
            await meanwhile;
        }

        await server.DropDatabaseAsync(name, CancellationToken.None);
        Directory.Delete(BlobFolder, recursive: true);

        var said = await RunAsync(steps[1], server.Port, name, settings);

        Assert.Contains("All holds.", said, StringComparison.Ordinal);
        await using var restored = PipelineDatabase.Open(PostgresServer.ConnectTo(server.Port, name), TimeProvider.System, TenantId.Default);
        await using (var service = new KeptRole("all", AllRoles, settings))
        {
            await UntilAsync(() => Task.FromResult(service.IsReady), () => service.Said);
            await UntilAsync(async () => await OpenAsync(restored) == 0, () => service.Said);
        }

        Assert.All(await new DocumentQueries(restored).DocumentsAsync([.. before], CancellationToken.None), document => Assert.Equal(DocumentStage.Done, document.Value.Stage));
        Assert.Contains("All holds.", await RunAsync("pipeline doctor --invariants", server.Port, name, settings), StringComparison.Ordinal);
    }

    /// <summary>The two blocks of commands: backup, restore.</summary>
    private static string[] Steps()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operations.md"));
        var section = text[text.IndexOf("**Real servers.**", StringComparison.Ordinal)..];
        var blocks = section[..section.IndexOf("\n## ", StringComparison.Ordinal)].Split("```sh\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]).ToArray();
        Assert.Equal(2, blocks.Length);
        return blocks;
    }

    private async Task<string> RunAsync(string steps, int port, string name, Dictionary<string, string> settings)
    {
        var programs = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        var pipeline = Path.Combine(programs, "pipeline");
        await File.WriteAllTextAsync(pipeline, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "pipeline.dll")}' \"$@\"\n");
        File.SetUnixFileMode(pipeline, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(_folder, "backup"));
        var script = steps.Replace("/data/", _folder + "/data/", StringComparison.Ordinal).Replace("/backup/", _folder + "/backup/", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        start.Environment["PATH"] = $"{programs}:{PostgresToolsFactAttribute.Folder}:{start.Environment["PATH"]}";
        start.Environment["DATABASE"] = string.Create(CultureInfo.InvariantCulture, $"postgresql://pipeline@127.0.0.1:{port}/{name}");
        start.Environment["SERVER"] = string.Create(CultureInfo.InvariantCulture, $"postgresql://pipeline@127.0.0.1:{port}/postgres");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        return output + await errors;
    }

    private Dictionary<string, string> Settings(string connection) => new()
    {
        ["PIPELINE_ROOT"] = _installation.Folder,
        ["PIPELINE_HOME"] = Path.Combine(_folder, "home"),
        ["ConnectionStrings__Postgres"] = connection,
        ["Transport"] = "memory",
        ["Pipeline__Blobs__Folder"] = BlobFolder,
        ["Pipeline__Service__Schema"] = TinyInstallation.Schema,
        ["Pipeline__Engine__Lanes"] = "1",
        ["Pipeline__Api__MinFreeBytes"] = "0",
        ["Pipeline__Lease__Lease"] = "00:00:03",
        ["Pipeline__Lease__Heartbeat"] = "00:00:01",
        ["Pipeline__Sweep__Every"] = "00:00:01",
    };

    private async Task<IReadOnlyList<DocumentId>> AdmitAsync(PipelineDatabase database, int from, int to)
    {
        Directory.CreateDirectory(BlobFolder);
        var blobs = new BlobStore(BlobFolder, TenantId.Default);
        var admitted = new List<DocumentId>();
        for (var number = from; number <= to; number++)
        {
            var blob = await blobs.PutAsync(new MemoryStream(SmallDocuments.Bytes(number)), 1 << 20, CancellationToken.None);
            var file = new SourceFile(SmallDocuments.NameOf(number), "/in/" + SmallDocuments.NameOf(number), blob.Sha256, blob.SizeBytes);
            admitted.Add((await new DocumentIntake(database).RegisterAsync(file, new DocumentOrder { Schema = TinyInstallation.Schema }, CancellationToken.None)).Id);
        }

        return admitted;
    }

    private static async Task<int> OpenAsync(PipelineDatabase database)
    {
        await using var context = database.CreateContext();
        return await context.Documents.CountAsync(document => (document.Stage != DocumentStage.Done && document.Stage != DocumentStage.Failed) || document.DeliveryDue);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, Func<string> said)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Most, $"It did not come to pass in time. {said()}");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
