using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Tests.Documents;

public sealed class DocumentIntakeTests(PostgresFixture postgres) : DocumentStoreTestBase(postgres)
{
    [PostgresFact]
    public async Task Registers_a_file_once_however_often_it_is_seen()
    {
        var first = await Intake.RegisterAsync(File(1), null, None);
        var again = await Intake.RegisterAsync(File(1) with { Name = "folder/1.pdf" }, null, None);

        Assert.True(first.IsNew);
        Assert.Equal((first.Id, DocumentStage.Received, false), (again.Id, again.Stage, again.IsNew));
        Assert.Equal("folder/1.pdf", (await LookAsync(first.Id)).Name);
    }

    [PostgresFact]
    public async Task Makes_the_same_content_in_another_place_a_duplicate()
    {
        var original = await Intake.RegisterAsync(File(1), null, None);
        var copy = await Intake.RegisterAsync(File(1, "/in/copy.pdf"), null, None);

        Assert.Equal((DocumentStage.Duplicate, original.Id), (copy.Stage, copy.DuplicateOf));
        Assert.Null(await Claims.ClaimAsync(copy.Id, DocumentStage.Received, "w", Lease, None));
    }

    [PostgresFact]
    public async Task Makes_new_content_in_the_same_place_a_document_of_its_own()
    {
        var before = await Intake.RegisterAsync(File(1), null, None);
        var after = await Intake.RegisterAsync(File(2, "/in/1.pdf"), null, None);

        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal(DocumentStage.Received, after.Stage);
    }

    [PostgresFact]
    public async Task Makes_one_original_when_many_register_the_same_content_at_once()
    {
        var registered = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(place => new[] { place, place })
            .Select(place => Task.Run(() => Intake.RegisterAsync(File(1, $"/in/{place}.pdf"), null, None))));

        var documents = registered.DistinctBy(document => document.Id).ToArray();
        Assert.Equal(4, documents.Length);
        var original = Assert.Single(documents, document => document.DuplicateOf is null);
        Assert.All(documents.Where(document => document.DuplicateOf is not null), document => Assert.Equal(original.Id, document.DuplicateOf));
    }

    [PostgresFact]
    public async Task Keeps_a_failed_row_for_an_unreadable_file_and_a_new_one_once_it_can_be_read()
    {
        var unreadable = await Intake.RegisterUnreadableAsync("1.pdf", "/in/1.pdf", DocumentFailures.Unreadable, null, None);
        var again = await Intake.RegisterUnreadableAsync("1.pdf", "/in/1.pdf", DocumentFailures.Empty, null, None);
        var other = await Intake.RegisterUnreadableAsync("2.pdf", "/in/2.pdf", DocumentFailures.Empty, null, None);
        var readable = await Intake.RegisterAsync(File(1), null, None);

        Assert.Equal((unreadable.Id, "empty"), (again.Id, again.FailureCode));
        Assert.Equal(DocumentFailures.Empty, (await LookAsync(unreadable.Id)).Failure);
        Assert.NotEqual(unreadable.Id, other.Id);
        Assert.Equal((true, DocumentStage.Received), (readable.IsNew, readable.Stage));
    }

    [PostgresFact]
    public async Task Takes_a_path_of_the_longest_kind()
    {
        var registered = await Intake.RegisterAsync(File(1, "/" + string.Concat(Enumerable.Range(0, 4000).Select(n => (char)('a' + (n * 7919 % 26))))), null, None);

        Assert.True(registered.IsNew);
    }

    [PostgresFact]
    public async Task Reopens_a_done_document_at_extraction_and_carries_no_old_cost_into_the_new_version()
    {
        var claim = await ReadAndClaimAsync(1);
        await Outcomes.CompleteExtractionAsync(claim, Result("one"), [Cost(DocumentStage.Extracting, 2)], None);

        var stage = await Intake.ReopenAsync(claim.Document, ReopenReason.PipelineChanged, Layout.ReaderVersion, None);

        Assert.Equal(DocumentStage.Extracting, stage);
        Assert.Empty(await Queries.ReadingCostsAsync(claim.Document, "v2", None));
        var next = await Claims.ClaimAsync(claim.Document, DocumentStage.Extracting, "w", Lease, None);
        Assert.Equal(Layout, next!.Layout);
        await Outcomes.CompleteExtractionAsync(next.Claim, Result("two", "v2"), [Cost(DocumentStage.Extracting, 3)], None);
        Assert.Equal(Result("one").Json, await ResultTextAsync(claim.Document));
        Assert.Equal(Result("two").Json, await ResultTextAsync(claim.Document, "v2"));
        Assert.Equal("Work Reading 1 in result, Work Extracting 2 in result, Work Extracting 3 in result", await CostsAsync(claim.Document));
    }

    [PostgresFact]
    public async Task Reopens_from_the_start_when_another_reader_is_in_use()
    {
        var claim = await ReadAndClaimAsync(1);
        await Outcomes.CompleteExtractionAsync(claim, Result("one"), [], None);

        Assert.Equal(DocumentStage.Received, await Intake.ReopenAsync(claim.Document, ReopenReason.PipelineChanged, "reader-2", None));
        await Assert.ThrowsAsync<IllegalTransitionException>(() => Intake.ReopenAsync(claim.Document, ReopenReason.RetryFailed, "reader-2", None));
    }
}
