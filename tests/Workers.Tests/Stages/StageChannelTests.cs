using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Stages;

namespace Pipeline.Workers.Tests.Stages;

public sealed class StageChannelTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly StageChannel _channel = new(room: 20);

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Takes_what_is_interactive_before_what_is_bulk_and_bulk_every_eighth_time()
    {
        for (var number = 0; number < 10; number++)
        {
            await PutAsync(DocumentPriority.Bulk);
            await PutAsync(DocumentPriority.Interactive);
        }

        var taken = new List<DocumentPriority>();
        for (var number = 0; number < 20; number++)
        {
            taken.Add(await TakeAsync(interactiveOnly: false));
        }

        Assert.Equal("IIIIIIIBIIIBBBBBBBBB", string.Concat(taken.Select(priority => priority.ToString()[0])));
    }

    [Fact]
    public async Task A_worker_kept_for_the_interactive_takes_nothing_else()
    {
        await PutAsync(DocumentPriority.Bulk);
        var kept = TakeAsync(interactiveOnly: true);
        await Task.Delay(Moment);
        Assert.False(kept.IsCompleted);

        await PutAsync(DocumentPriority.Interactive);

        Assert.Equal(DocumentPriority.Interactive, await kept);
        Assert.Equal(DocumentPriority.Bulk, await TakeAsync(interactiveOnly: false));
    }

    [Fact]
    public async Task Has_no_more_room_than_it_was_given_in_each_lane()
    {
        using var small = new StageChannel(room: 1);
        using var place = await small.EnterAsync(DocumentPriority.Bulk, CancellationToken.None);
        using var other = await small.EnterAsync(DocumentPriority.Interactive, CancellationToken.None);
        var second = small.EnterAsync(DocumentPriority.Bulk, CancellationToken.None);
        await Task.Delay(Moment);
        Assert.False(second.IsCompleted);

        place.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task Room_is_free_again_once_a_worker_took_the_document()
    {
        using var small = new StageChannel(room: 1);
        using (var place = await small.EnterAsync(DocumentPriority.Bulk, CancellationToken.None))
        {
            Assert.True(place.Fill(Work(DocumentPriority.Bulk)));
        }

        var second = small.EnterAsync(DocumentPriority.Bulk, CancellationToken.None);
        await Task.Delay(Moment);
        Assert.False(second.IsCompleted);
        await small.TakeAsync(false, CancellationToken.None);
        (await second).Dispose();
    }

    [Fact]
    public async Task Closing_gives_back_what_nobody_took_and_lets_nobody_in()
    {
        await PutAsync(DocumentPriority.Bulk);
        await PutAsync(DocumentPriority.Interactive);
        using var place = await _channel.EnterAsync(DocumentPriority.Bulk, CancellationToken.None);

        var left = await _channel.CloseAsync();

        Assert.Equal(2, left.Count);
        Assert.False(place.Fill(Work(DocumentPriority.Bulk)));
        await Assert.ThrowsAsync<StageClosedException>(() => _channel.EnterAsync(DocumentPriority.Bulk, CancellationToken.None));
    }

    [Fact]
    public async Task A_worker_that_stops_waiting_takes_no_document_along()
    {
        using var stopping = new CancellationTokenSource();
        var waiting = _channel.TakeAsync(false, stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await PutAsync(DocumentPriority.Bulk);

        Assert.Equal(DocumentPriority.Bulk, await TakeAsync(interactiveOnly: false));
    }

    [Fact]
    public async Task Many_workers_get_each_document_once()
    {
        using var stopping = new CancellationTokenSource();
        var taken = new System.Collections.Concurrent.ConcurrentBag<DocumentId>();
        var workers = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            while (true)
            {
                taken.Add((await _channel.TakeAsync(number == 0, stopping.Token)).Document.Claim.Document);
            }
        })).ToArray();
        var sent = new List<DocumentId>();
        for (var number = 0; number < 500; number++)
        {
            var work = Work(number % 3 == 0 ? DocumentPriority.Interactive : DocumentPriority.Bulk);
            sent.Add(work.Document.Claim.Document);
            using var place = await _channel.EnterAsync(work.Document.Priority, CancellationToken.None);
            Assert.True(place.Fill(work));
        }

        while (taken.Count < sent.Count)
        {
            await Task.Delay(1);
        }

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(workers));
        Assert.Equal(sent.OrderBy(id => id.Value), taken.OrderBy(id => id.Value));
    }

    private static ClaimedWork Work(DocumentPriority priority) => new(
        new ClaimedDocument(new DocumentClaim(DocumentId.Create(), 1, DocumentStage.Reading, "w"), "a.pdf", "/a.pdf", new string('0', 64), null, 0) { Priority = priority }, new HeldLease(() => { }));

    private async Task PutAsync(DocumentPriority priority)
    {
        using var place = await _channel.EnterAsync(priority, CancellationToken.None);
        Assert.True(place.Fill(Work(priority)));
    }

    private async Task<DocumentPriority> TakeAsync(bool interactiveOnly) => (await _channel.TakeAsync(interactiveOnly, CancellationToken.None)).Document.Priority;
}
