using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Storage.Tests.Documents;

public sealed class DocumentOutcomesTests(PostgresFixture postgres) : DocumentStoreTestBase(postgres)
{
    [PostgresFact]
    public async Task Stores_the_result_byte_for_byte_with_all_that_it_cost()
    {
        var claim = await ReadAndClaimAsync(1);
        var result = new FinalResult(Version, "{\"b\":1, \"a\": \"é ‑ \\u0000 \\\" 💡\",\"b\":1.50}");

        Assert.Equal([Cost(DocumentStage.Reading, 1)], await Queries.ReadingCostsAsync(claim.Document, Version, None));
        Assert.Equal(WriteOutcome.Written, await Outcomes.CompleteExtractionAsync(claim, result, [Cost(DocumentStage.Extracting, 2)], None));

        Assert.Equal(new StoredResult(1, result.Json), (await Queries.ResultsAsync([claim.Document], Version, None))[claim.Document]);
        Assert.Equal("Work Reading 1 in result, Work Extracting 2 in result", await CostsAsync(claim.Document));
        Assert.Equal((DocumentStage.Done, Version), ((await LookAsync(claim.Document)).Stage, (await LookAsync(claim.Document)).PipelineVersion));
    }

    [PostgresFact]
    public async Task Replaces_a_result_of_the_same_version_and_turns_its_extraction_into_waste()
    {
        var claim = await ReadAndClaimAsync(1);
        await Outcomes.CompleteExtractionAsync(claim, Result("one"), [Cost(DocumentStage.Extracting, 2)], None);
        await Intake.ReopenAsync(claim.Document, ReopenReason.ResultMissing, Layout.ReaderVersion, None);
        Assert.Equal([Cost(DocumentStage.Reading, 1)], await Queries.ReadingCostsAsync(claim.Document, Version, None));

        var again = await ClaimAsync(claim.Document, DocumentStage.Extracting);
        await Outcomes.CompleteExtractionAsync(again, Result("two"), [Cost(DocumentStage.Extracting, 3)], None);

        Assert.Equal(new StoredResult(1, Result("two").Json), (await Queries.ResultsAsync([claim.Document], Version, None))[claim.Document]);
        Assert.Equal("Work Reading 1 in result, Waste Extracting 2, Work Extracting 3 in result", await CostsAsync(claim.Document));
    }

    [PostgresFact]
    public async Task Replaces_a_result_in_one_transaction_or_not_at_all()
    {
        var claim = await ReadAndClaimAsync(1);
        await Outcomes.CompleteExtractionAsync(claim, Result("one"), [Cost(DocumentStage.Extracting, 2)], None);
        await Intake.ReopenAsync(claim.Document, ReopenReason.RetryFailed, Layout.ReaderVersion, None);
        var again = await ClaimAsync(claim.Document, DocumentStage.Extracting);

        // The last line of the transaction is refused by the database: json that is none.
        await Assert.ThrowsAsync<DbUpdateException>(() =>
            Outcomes.CompleteExtractionAsync(again, new FinalResult(Version, "{half"), [Cost(DocumentStage.Extracting, 3)], None));

        Assert.Equal(Result("one").Json, await ResultTextAsync(claim.Document));
        Assert.Equal("Work Reading 1 in result, Work Extracting 2 in result", await CostsAsync(claim.Document));
        Assert.Equal(DocumentStage.Extracting, (await LookAsync(claim.Document)).Stage);
        Assert.Equal(WriteOutcome.Written, await Outcomes.CompleteExtractionAsync(again, Result("two"), [], None));
    }

    [PostgresFact]
    public async Task Says_written_to_a_worker_that_asks_again_after_its_own_commit()
    {
        var claim = await ReadAndClaimAsync(1);
        await Outcomes.CompleteExtractionAsync(claim, Result("one"), [Cost(DocumentStage.Extracting, 2)], None);

        Assert.Equal(WriteOutcome.Written, await Outcomes.CompleteExtractionAsync(claim, Result("one"), [Cost(DocumentStage.Extracting, 2)], None));
        Assert.Equal(WriteOutcome.ClaimLost, await Claims.ReleaseAsync(claim, [], None));

        Assert.Equal("Work Reading 1 in result, Work Extracting 2 in result", await CostsAsync(claim.Document));
    }

    [PostgresFact]
    public async Task Writes_nothing_when_cancelled_before_the_commit()
    {
        var claim = await ReadAndClaimAsync(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Outcomes.CompleteExtractionAsync(claim, Result("one"), [], new CancellationToken(canceled: true)));

        Assert.Null(await ResultTextAsync(claim.Document));
        Assert.Equal(WriteOutcome.Written, await Claims.ReleaseAsync(claim, [], None));
    }

    [PostgresFact]
    public async Task Lets_one_of_two_writers_under_the_same_claim_book_its_costs()
    {
        var claim = await ReadAndClaimAsync(1);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Outcomes.CompleteExtractionAsync(claim, Result("one"), [Cost(DocumentStage.Extracting, 2)], None))));

        Assert.All(outcomes, outcome => Assert.Equal(WriteOutcome.Written, outcome));
        Assert.Equal("Work Reading 1 in result, Work Extracting 2 in result", await CostsAsync(claim.Document));
    }

    [PostgresFact]
    public async Task Parks_a_document_at_its_third_failure_with_a_result_that_says_so()
    {
        var claim = await ReadAndClaimAsync(1);
        Assert.Equal(FailureOutcome.WillRetry, await CountAsync(claim, 2));
        Assert.Equal(FailureOutcome.WillRetry, await CountAsync(await ClaimAsync(claim.Document, DocumentStage.Extracting), 3));
        Assert.Null(await ResultTextAsync(claim.Document));
        var last = await ClaimAsync(claim.Document, DocumentStage.Extracting);

        Assert.Equal(FailureOutcome.Parked, await CountAsync(last, 4));

        Assert.Equal(FailureOutcome.Parked, await CountAsync(last, 4));
        Assert.Equal(FailureOutcome.ClaimLost, await CountAsync(last with { Number = 99 }, 4));
        Assert.Equal((DocumentStage.Failed, 3, DocumentFailures.EngineCrash), await StateAsync(claim.Document));
        Assert.Equal(Result("parked").Json, await ResultTextAsync(claim.Document));
        Assert.Equal("Work Reading 1 in result, Waste Extracting 2, Waste Extracting 3, Waste Extracting 4", await CostsAsync(claim.Document));
    }

    [PostgresFact]
    public async Task Counts_no_failure_for_leases_that_ran_out()
    {
        var id = await ReceiveAsync(1);
        for (var kill = 0; kill < 5; kill++)
        {
            await ClaimAsync(id, DocumentStage.Received);
            await Claims.ReturnStaleLeasesAsync(None);
        }

        Assert.Equal((DocumentStage.Received, 0, null), await StateAsync(id));
    }

    [PostgresFact]
    public async Task Ends_a_hopeless_document_at_once_and_reopens_it_on_request()
    {
        var claim = await ClaimAsync(await ReceiveAsync(1), DocumentStage.Received);

        Assert.Equal(WriteOutcome.Written, await Outcomes.FailAsync(claim, DocumentFailures.Encrypted, Result("encrypted"), [Cost(DocumentStage.Reading, 1)], None));

        Assert.Equal((DocumentStage.Failed, 1, DocumentFailures.Encrypted), await StateAsync(claim.Document));
        Assert.Equal(Result("encrypted").Json, await ResultTextAsync(claim.Document));
        Assert.Equal(DocumentStage.Received, await Intake.ReopenAsync(claim.Document, ReopenReason.RetryFailed, Layout.ReaderVersion, None));
        await ReadAsync(claim.Document);
        var again = await ClaimAsync(claim.Document, DocumentStage.Extracting);
        await Outcomes.CompleteExtractionAsync(again, Result("cured"), [Cost(DocumentStage.Extracting, 2)], None);
        Assert.Equal(Result("cured").Json, await ResultTextAsync(claim.Document));
        Assert.Equal("Waste Reading 1, Work Reading 1 in result, Work Extracting 2 in result", await CostsInOrderAsync(claim.Document));
    }

    private async Task<string> CostsInOrderAsync(DocumentId id) =>
        string.Join(", ", (await CostsAsync(id)).Split(", ").Order(StringComparer.Ordinal).OrderBy(line => line.Contains("Extracting", StringComparison.Ordinal)));

    private Task<FailureOutcome> CountAsync(DocumentClaim claim, decimal seconds) =>
        Outcomes.CountFailureAsync(claim, DocumentFailures.EngineCrash, Result("parked"), [Cost(DocumentStage.Extracting, seconds)], None);

    private async Task<(DocumentStage Stage, int Failures, DocumentFailure? Failure)> StateAsync(DocumentId id)
    {
        var document = await LookAsync(id);
        return (document.Stage, document.Failures, document.Failure);
    }
}
