using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Storage.Tests.Documents;

public sealed class DocumentClaimsTests(PostgresFixture postgres) : DocumentStoreTestBase(postgres)
{
    [PostgresFact]
    public async Task Gives_each_document_to_one_of_many_workers()
    {
        var ids = new List<DocumentId>();
        for (var number = 0; number < 60; number++)
        {
            ids.Add(await ReceiveAsync(number));
        }

        var claimed = new ConcurrentBag<DocumentId>();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(worker => Task.Run(async () =>
        {
            while (await Claims.ClaimNextAsync(ids, DocumentStage.Received, $"w{worker}", Lease, None) is { } document)
            {
                claimed.Add(document.Claim.Document);
            }
        })));

        Assert.Equal(ids.OrderBy(id => id.Value), claimed.OrderBy(id => id.Value));
    }

    [PostgresFact]
    public async Task Gives_one_document_to_one_of_many_that_ask_for_it()
    {
        var id = await ReceiveAsync(1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(worker =>
            Task.Run(() => Claims.ClaimAsync(id, DocumentStage.Received, $"w{worker}", Lease, None))));

        var claim = Assert.Single(answers, answer => answer is not null);
        Assert.Equal(1, claim!.Claim.Number);
    }

    [PostgresFact]
    public async Task Gives_the_first_that_arrived_among_those_asked_for()
    {
        var other = await ReceiveAsync(1);
        Clock.Advance(TimeSpan.FromMicroseconds(1));
        var first = await ReceiveAsync(2);
        Clock.Advance(TimeSpan.FromMicroseconds(1));
        var second = await ReceiveAsync(3);

        Assert.Equal(first, (await Claims.ClaimNextAsync([second, first], DocumentStage.Received, "w", Lease, None))!.Claim.Document);
        Assert.Equal(second, (await Claims.ClaimNextAsync([second, first], DocumentStage.Received, "w", Lease, None))!.Claim.Document);
        Assert.Null(await Claims.ClaimNextAsync([second, first], DocumentStage.Received, "w", Lease, None));
        Assert.Equal(DocumentStage.Received, (await LookAsync(other)).Stage);
    }

    [PostgresFact]
    public async Task Lets_another_worker_take_over_when_the_lease_ran_out_and_tells_the_first_so()
    {
        var id = await ReceiveAsync(1);
        var stale = await ClaimAsync(id, DocumentStage.Received, "first");
        Clock.Advance(Lease);
        var live = await ClaimAsync(id, DocumentStage.Received, "second");

        Assert.Equal(2, live.Number);
        Assert.Equal(WriteOutcome.ClaimLost, await Outcomes.CompleteReadingAsync(stale, Layout, [Cost(DocumentStage.Reading, 9)], None));
        Assert.Equal([stale], await Claims.HeartbeatAsync([stale], Lease, None));
        Assert.Equal(WriteOutcome.Written, await Outcomes.CompleteReadingAsync(live, Layout, [Cost(DocumentStage.Reading, 1)], None));
        Assert.Equal("Work Reading 1", await CostsAsync(id));
        Assert.Equal([AttemptOutcome.Expired, AttemptOutcome.Completed], await AttemptsAsync(id));
        Assert.Equal(0, (await LookAsync(id)).Failures);
    }

    [PostgresFact]
    public async Task Keeps_a_claim_alive_by_heartbeats()
    {
        var claim = await ClaimAsync(await ReceiveAsync(1), DocumentStage.Received);
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(await Claims.HeartbeatAsync([claim], Lease, None));
        Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(0, await Claims.ReturnExpiredLeasesAsync(None));
        Assert.Null(await Claims.ClaimAsync(claim.Document, DocumentStage.Received, "other", Lease, None));
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await Claims.ReturnExpiredLeasesAsync(None));
    }

    [PostgresFact]
    public async Task A_heartbeat_neither_waits_for_a_row_that_is_being_written_nor_takes_it_for_lost()
    {
        var written = await ClaimAsync(await ReceiveAsync(1), DocumentStage.Received);
        var other = await ClaimAsync(await ReceiveAsync(2), DocumentStage.Received);
        await using var context = Database.CreateContext();
        await using var writing = await context.Database.BeginTransactionAsync();
        await context.Database.ExecuteSqlAsync($"select 1 from documents where id = {written.Document.Value} for update");
        Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Empty(await Claims.HeartbeatAsync([written, other], Lease, None).WaitAsync(TimeSpan.FromSeconds(20)));

        await writing.RollbackAsync();
        Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, await Claims.ReturnExpiredLeasesAsync(None));
        Assert.Equal([AttemptOutcome.Running], await AttemptsAsync(other.Document));
    }

    [PostgresFact]
    public async Task Returns_all_leases_of_a_killed_owner_to_where_they_waited_without_a_failure()
    {
        var reading = await ClaimAsync(await ReceiveAsync(1), DocumentStage.Received);
        var extracting = await ReadAndClaimAsync(2);

        Assert.Equal(2, await Claims.ReturnStaleLeasesAsync(None));

        Assert.Equal((DocumentStage.Received, 0), await StageAsync(reading.Document));
        Assert.Equal((DocumentStage.Extracting, 0), await StageAsync(extracting.Document));
        Assert.Equal(WriteOutcome.ClaimLost, await Outcomes.CompleteExtractionAsync(extracting, Result("late"), [], None));
        Assert.Equal(2, (await ClaimAsync(reading.Document, DocumentStage.Received)).Number);
        Assert.Equal(0, await Claims.ReturnExpiredLeasesAsync(None));
    }

    [PostgresFact]
    public async Task Hands_back_what_is_in_flight_and_books_it_as_waste()
    {
        var claim = await ReadAndClaimAsync(1);

        Assert.Equal(WriteOutcome.Written, await Claims.ReleaseAsync(claim, [Cost(DocumentStage.Extracting, 5)], None));

        Assert.Equal((DocumentStage.Extracting, 0), await StageAsync(claim.Document));
        Assert.Equal("Work Reading 1, Waste Extracting 5", await CostsAsync(claim.Document));
        Assert.Equal(3, (await ClaimAsync(claim.Document, DocumentStage.Extracting)).Number);
        Assert.Equal([AttemptOutcome.Completed, AttemptOutcome.Released, AttemptOutcome.Running], await AttemptsAsync(claim.Document));
    }

    private async Task<(DocumentStage Stage, int Failures)> StageAsync(DocumentId id)
    {
        var document = await LookAsync(id);
        return (document.Stage, document.Failures);
    }
}
