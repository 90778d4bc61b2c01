using Pipeline.Domain.Documents;

namespace Pipeline.Domain.Tests.Documents;

public sealed class DocumentTests
{
    private const string Version = "v1";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly LayoutReference Layout = new(new string('b', 64), 3, "reader-1");
    private static readonly DocumentFailure Failure = DocumentFailures.ReaderCrashed;

    [Fact]
    public void Goes_from_received_through_reading_and_extracting_to_done()
    {
        var document = Received();
        var reading = document.Claim("w", Lease, Now);
        Assert.Equal(DocumentStage.Reading, document.Stage);

        document.CompleteReading(reading, Layout, Now);
        Assert.Equal((DocumentStage.Extracting, null), (document.Stage, document.ClaimedBy));

        var extracting = document.Claim("w", Lease, Now);
        Assert.Equal((2, DocumentStage.Extracting), (extracting.Number, extracting.Stage));
        document.CompleteExtraction(extracting, Version, Now);

        Assert.Equal((DocumentStage.Done, Version, 0), (document.Stage, document.PipelineVersion, document.Failures));
        Assert.Null(document.LeaseUntil);
    }

    [Fact]
    public void Cannot_be_claimed_twice_while_the_lease_lives()
    {
        var document = Received();
        document.Claim("first", Lease, Now);

        Assert.Throws<IllegalTransitionException>(() => document.Claim("second", Lease, Now + Lease - TimeSpan.FromTicks(1)));
        Assert.Equal("first", document.ClaimedBy);
    }

    [Fact]
    public void Is_fenced_against_a_worker_whose_lease_was_taken_over()
    {
        var document = Received();
        var stale = document.Claim("first", Lease, Now);
        var live = document.Claim("second", Lease, Now + Lease);

        Assert.False(document.Holds(stale));
        Assert.Throws<IllegalTransitionException>(() => document.CompleteReading(stale, Layout, Now));
        Assert.Throws<IllegalTransitionException>(() => document.Release(stale, Now));
        Assert.Throws<IllegalTransitionException>(() => document.CountFailure(stale, Failure, Version, Now));
        document.CompleteReading(live, Layout, Now);
    }

    [Fact]
    public void Is_fenced_against_a_worker_whose_lease_was_returned()
    {
        var document = Received();
        document.CompleteReading(document.Claim("w", Lease, Now), Layout, Now);
        var claim = document.Claim("w", Lease, Now);
        document.ReturnLease(Now);

        Assert.Throws<IllegalTransitionException>(() => document.CompleteExtraction(claim, Version, Now));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Waits_where_it_waited_before_and_has_no_failure_when_its_worker_goes(bool released)
    {
        var document = Received();
        var claim = document.Claim("w", Lease, Now);
        if (released)
        {
            document.Release(claim, Now);
        }
        else
        {
            document.ReturnLease(Now);
        }

        Assert.Equal((DocumentStage.Received, 0, 1), (document.Stage, document.Failures, document.ClaimNumber));
    }

    [Fact]
    public void Is_parked_with_its_failure_at_the_third()
    {
        var document = Received();
        Assert.False(document.CountFailure(document.Claim("w", Lease, Now), Failure, Version, Now));
        Assert.False(document.CountFailure(document.Claim("w", Lease, Now), Failure, Version, Now));
        Assert.Equal((DocumentStage.Received, 2), (document.Stage, document.Failures));
        Assert.Null(document.Failure);

        Assert.True(document.CountFailure(document.Claim("w", Lease, Now), Failure, Version, Now));

        Assert.Equal((DocumentStage.Failed, Failure), (document.Stage, document.Failure));
        Assert.Throws<IllegalTransitionException>(() => document.Claim("w", Lease, Now));
    }

    [Theory]
    [InlineData("reader-1", DocumentStage.Extracting)]
    [InlineData("reader-2", DocumentStage.Received)]
    public void Is_reopened_where_the_same_reader_need_not_read_again(string reader, DocumentStage expected)
    {
        var document = Received();
        document.CompleteReading(document.Claim("w", Lease, Now), Layout, Now);
        document.Fail(document.Claim("w", Lease, Now), Failure, Version, Now);

        document.Reopen(ReopenReason.RetryFailed, reader, Now);

        Assert.Equal((expected, 0, null), (document.Stage, document.Failures, document.Failure));
        Assert.Equal(ReopenReason.RetryFailed, document.ReopenedBecause);
    }

    [Fact]
    public void Cannot_be_reopened_without_an_end_or_without_content()
    {
        var unreadable = Document.Unreadable(TenantId.Default, "a.pdf", "/a.pdf", DocumentFailures.Unreadable, null, Now);
        var duplicate = Document.Duplicate(TenantId.Default, File(), DocumentId.Create(), null, Now);

        Assert.Throws<IllegalTransitionException>(() => Received().Reopen(ReopenReason.RetryFailed, "r", Now));
        Assert.Throws<IllegalTransitionException>(() => unreadable.Reopen(ReopenReason.RetryFailed, "r", Now));
        Assert.Throws<IllegalTransitionException>(() => duplicate.Reopen(ReopenReason.RetryFailed, "r", Now));
    }

    [Fact]
    public void Refuses_the_outcome_of_another_stage()
    {
        var document = Received();
        var reading = document.Claim("w", Lease, Now);

        var refusal = Assert.Throws<IllegalTransitionException>(() => document.CompleteExtraction(reading, Version, Now));

        Assert.Contains("reading", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a.pdf", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(DocumentStage.Reading, document.Stage);
    }

    private static SourceFile File() => new("a.pdf", "/in/a.pdf", new string('a', 64), 10);

    private static Document Received() => Document.Receive(TenantId.Default, File(), null, Now);
}
