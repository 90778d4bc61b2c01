using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Tests;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Tests.Queue;

/// <summary>What workers write goes to disks that can be full: layouts to the blobs, results to the results folder.</summary>
[Collection(ServiceGroup.Name)]
public sealed class DiskFullTests(PostgresFixture postgres)
{
    [SmallDiskFact]
    public async Task What_cannot_be_written_is_tried_again_fails_no_document_and_goes_on_by_itself()
    {
        using var disk = new SmallDisk(4 << 20);
        var blobs = new BlobStore(Directory.CreateDirectory(disk.Child("blobs")).FullName, TenantId.Default);
        var results = Directory.CreateDirectory(disk.Child("results")).FullName;
        await using var service = await TestService.StartAsync(await DatabaseAsync(), new QueueOptions(), stages =>
            stages.WhileReading = async (document, token) => await blobs.PutAsync(new MemoryStream(Layout(document.Claim.Document)), long.MaxValue, token));
        service.Delivery.WhileDelivering = document => File.WriteAllBytesAsync(Path.Combine(results, document.ToString()), Layout(document));
        disk.Fill(leave: 0);

        var sent = await service.SendAsync(3);
        await service.UntilAsync(() => Task.FromResult(sent.All(document => service.Stages.TimesIn(DocumentStage.Reading, document) > 1)), "reading was tried again");
        Assert.All(await Task.WhenAll(sent.Select(service.LookAsync)), document => Assert.Equal((0, null), (document.Failures, document.Failure)));
        Assert.Empty(Directory.GetFiles(disk.Child("blobs"), "*", SearchOption.AllDirectories));
        disk.MakeRoom();

        await service.UntilDeliveredAsync(sent);
        Assert.All(await Task.WhenAll(sent.Select(service.LookAsync)), document => Assert.Equal((DocumentStage.Done, 0), (document.Stage, document.Failures)));
        Assert.Equal(3, Directory.GetFiles(results).Length);
    }

    [SmallDiskFact]
    public async Task A_result_that_does_not_fit_into_its_folder_stays_due_until_it_does()
    {
        using var disk = new SmallDisk(4 << 20);
        var results = Directory.CreateDirectory(disk.Child("results")).FullName;
        var tries = 0;
        await using var service = await TestService.StartAsync(await DatabaseAsync(), new QueueOptions());
        service.Delivery.WhileDelivering = document =>
        {
            Interlocked.Increment(ref tries);
            return File.WriteAllBytesAsync(Path.Combine(results, document.ToString()), Layout(document));
        };
        disk.Fill(leave: 0);

        var sent = await service.SendAsync(1);
        await service.UntilAsync(() => Task.FromResult(Volatile.Read(ref tries) > 1), "delivery was tried again");
        Assert.Equal((DocumentStage.Done, 0), ((await service.LookAsync(sent[0])).Stage, service.Delivery.Delivered.Count));
        disk.MakeRoom();

        await service.UntilDeliveredAsync(sent);
        Assert.Equal(sent, service.Delivery.Delivered);
    }

    // Each of its own content, and of some pages of memory.
    private static byte[] Layout(DocumentId document) => [.. document.Value.ToByteArray(), .. new byte[64 << 10]];

    private async Task<string> DatabaseAsync()
    {
        var connection = await postgres.CreateEmptyDatabaseAsync();
        await using var database = PipelineDatabase.Open(connection, TimeProvider.System, TenantId.Default);
        await database.MigrateAsync(CancellationToken.None);
        return connection;
    }
}
