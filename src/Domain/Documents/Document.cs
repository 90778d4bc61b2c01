using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Domain.Documents;

/// <summary>A document and its journey. Each move is a method; an illegal one throws <see cref="IllegalTransitionException"/>.
/// Two counters: <see cref="ClaimNumber"/> fences and rises at every claim, <see cref="Failures"/> rises only when this document failed.</summary>
public sealed class Document
{
    /// <summary>A document that failed this often is parked: one poisonous file must not be tried for ever.</summary>
    public const int MaxFailures = 3;

    private Document()
    {
    }

    public DocumentId Id { get; private set; }

    public TenantId TenantId { get; private set; }

    public string Name { get; private set; } = "";

    public string SourcePath { get; private set; } = "";

    /// <summary>SHA-256 of <see cref="SourcePath"/> in lower-case hex: what identifies the place, of fixed length.</summary>
    public string SourceKey { get; private set; } = "";

    /// <summary>Null where the file could not be read.</summary>
    public string? Sha256 { get; private set; }

    public long? SizeBytes { get; private set; }

    public DocumentStage Stage { get; private set; }

    public DocumentId? DuplicateOf { get; private set; }

    public int ClaimNumber { get; private set; }

    public string? ClaimedBy { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    public int Failures { get; private set; }

    public string? LayoutSha256 { get; private set; }

    public int? PageCount { get; private set; }

    public string? ReaderVersion { get; private set; }

    /// <summary>Of the last result, or of the attempt that failed for good.</summary>
    public string? PipelineVersion { get; private set; }

    public string? FailureCode { get; private set; }

    public string? FailureReason { get; private set; }

    public ReopenReason? ReopenedBecause { get; private set; }

    /// <summary>Null for a document of a one-shot run, which says each time which schema it wants.</summary>
    public string? Schema { get; private set; }

    public DocumentPriority Priority { get; private set; } = DocumentPriority.Bulk;

    public BatchId? BatchId { get; private set; }

    /// <summary>See <see cref="DocumentOrder.Reference"/>.</summary>
    public string? Reference { get; private set; }

    /// <summary>See <see cref="DocumentOrder.Labels"/>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>See <see cref="DocumentOrder.Callback"/>.</summary>
    public string? Callback { get; private set; }

    /// <summary>Not to be claimed before: what failed for a passing reason waits a while. Null: at once.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>When a message was last written for it; null where no message is wanted.</summary>
    public DateTimeOffset? EnqueuedAt { get; private set; }

    /// <summary>How many messages were written since it last moved.</summary>
    public int Enqueues { get; private set; }

    /// <summary>It ended, or was deleted, and folder and webhooks do not know yet.</summary>
    public bool DeliveryDue { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public DocumentFailure? Failure => FailureCode is null ? null : new DocumentFailure(FailureCode, FailureReason ?? "");

    /// <summary>The service takes it from stage to stage by itself.</summary>
    public bool IsOrdered => Schema is not null;

    /// <summary>Waits for a worker, or for delivery: a message should be on its way.</summary>
    public bool WantsWork => IsOrdered && (DeliveryDue || (ClaimedBy is null && Stage is DocumentStage.Received or DocumentStage.Extracting));

    public static string KeyOf(string sourcePath) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sourcePath)));

    /// <param name="order">Null for a one-shot run; so in the other two.</param>
    public static Document Receive(TenantId tenant, SourceFile file, DocumentOrder? order, DateTimeOffset now) =>
        New(tenant, file.Name, file.Path, DocumentStage.Received, now).With(file).With(order);

    public static Document Duplicate(TenantId tenant, SourceFile file, DocumentId original, DocumentOrder? order, DateTimeOffset now)
    {
        var document = New(tenant, file.Name, file.Path, DocumentStage.Duplicate, now).With(file).With(order);
        document.DuplicateOf = original;
        document.DeliveryDue = document.IsOrdered;
        return document;
    }

    public static Document Unreadable(TenantId tenant, string name, string path, DocumentFailure failure, DocumentOrder? order, DateTimeOffset now)
    {
        var document = New(tenant, name, path, DocumentStage.Failed, now).With(order);
        document.SetFailure(failure);
        document.DeliveryDue = document.IsOrdered;
        return document;
    }

    /// <summary>The file is still unreadable, perhaps for another reason now.</summary>
    public void StillUnreadable(DocumentFailure failure, DateTimeOffset now)
    {
        Require(Stage == DocumentStage.Failed && Sha256 is null, "be unreadable once more");
        SetFailure(failure);
        UpdatedAt = now;
    }

    /// <summary>The same file was named from another folder.</summary>
    public void Rename(string name, DateTimeOffset now)
    {
        Name = name;
        UpdatedAt = now;
    }

    /// <summary>Takes the document for the work that it waits for: received for reading, extracting for extraction. A lease that ran out is no obstacle.</summary>
    public DocumentClaim Claim(string worker, TimeSpan lease, DateTimeOffset now)
    {
        Require(CanBeClaimed(now), "be claimed");
        if (Stage == DocumentStage.Received)
        {
            Stage = DocumentStage.Reading;
        }

        ClaimNumber++;
        Enqueues = 0;
        NextAttemptAt = null;
        ClaimedBy = worker;
        LeaseUntil = now + lease;
        UpdatedAt = now;
        return new DocumentClaim(Id, ClaimNumber, Stage, worker);
    }

    public bool CanBeClaimed(DateTimeOffset now) => Stage switch
    {
        DocumentStage.Received => IsDue(now),
        DocumentStage.Reading or DocumentStage.Extracting => ClaimedBy is null ? IsDue(now) : LeaseUntil <= now,
        DocumentStage.Done or DocumentStage.Failed or DocumentStage.Duplicate or DocumentStage.Deleted => false,
    };

    /// <summary>False once the claim was returned, completed, or followed by a later one.</summary>
    public bool Holds(DocumentClaim claim) =>
        claim.Document == Id && claim.Number == ClaimNumber && claim.Stage == Stage && ClaimedBy is not null;

    /// <summary>Hands the document back undone. No failure: it was not the document's fault.</summary>
    public void Release(DocumentClaim claim, DateTimeOffset now)
    {
        RequireClaim(claim, "be released");
        BackToStart(now);
    }

    /// <summary>Hands the document back undone because something that it needs is away for now: nobody takes it before <paramref name="notBefore"/>.</summary>
    public void Postpone(DocumentClaim claim, DateTimeOffset notBefore, DateTimeOffset now)
    {
        Release(claim, now);
        NextAttemptAt = notBefore;
    }

    /// <summary>A message about its next step was written in the same transaction.</summary>
    public void Enqueued(DateTimeOffset now)
    {
        EnqueuedAt = now;
        Enqueues++;
    }

    /// <summary>Folder and webhooks have its result.</summary>
    public void Delivered(DateTimeOffset now)
    {
        DeliveryDue = false;
        NextAttemptAt = null;
        Enqueues = 0;
        UpdatedAt = now;
    }

    /// <summary>Its result could not be delivered for now: it is tried again at <paramref name="notBefore"/>.</summary>
    public void PostponeDelivery(DateTimeOffset notBefore)
    {
        Require(DeliveryDue, "have its delivery postponed");
        NextAttemptAt = notBefore;
    }

    /// <summary>Takes its content and results away for good; what it cost stays in the books.</summary>
    public void Delete(DateTimeOffset now)
    {
        Require(Stage != DocumentStage.Deleted, "be deleted");
        End(DocumentStage.Deleted, now);
        (Name, SourcePath, SourceKey) = ("", "", KeyOf(Id.ToString()));
        (Sha256, SizeBytes, DuplicateOf) = (null, null, null);
        (LayoutSha256, PageCount, ReaderVersion) = (null, null, null);
        (FailureCode, FailureReason) = (null, null);
        (Reference, Callback) = (null, null);
        Labels = new Dictionary<string, string>(StringComparer.Ordinal);
        // Whoever put its result into a folder takes it away there.
        DeliveryDue = IsOrdered;
    }

    /// <summary>The original that carried the result of this duplicate was deleted; this one, the oldest duplicate, takes its place, and goes on where it stood.</summary>
    /// <param name="standing">The original's stage, and its layout if it had one.</param>
    /// <param name="pipelineVersion">Of the result or failure that it had.</param>
    /// <param name="failure">Where it had failed.</param>
    /// <param name="now">The time of the change.</param>
    public void TakeOver((DocumentStage Stage, LayoutReference? Layout) standing, string? pipelineVersion, DocumentFailure? failure, DateTimeOffset now)
    {
        Require(Stage == DocumentStage.Duplicate && standing.Stage is not (DocumentStage.Duplicate or DocumentStage.Deleted), "take the place of its original");
        DuplicateOf = null;
        (LayoutSha256, PageCount, ReaderVersion) = (standing.Layout?.Sha256, standing.Layout?.PageCount, standing.Layout?.ReaderVersion);
        PipelineVersion = pipelineVersion;
        (FailureCode, FailureReason) = (failure?.Code, failure?.Reason);
        End(standing.Stage == DocumentStage.Reading ? DocumentStage.Received : standing.Stage, now);
    }

    /// <summary>Takes the document from a worker that is gone. No failure: someone killed the worker.</summary>
    public void ReturnLease(DateTimeOffset now)
    {
        Require(ClaimedBy is not null, "have its lease returned");
        BackToStart(now);
    }

    public void CompleteReading(DocumentClaim claim, LayoutReference layout, DateTimeOffset now)
    {
        RequireClaim(claim, "complete reading");
        Require(Stage == DocumentStage.Reading, "complete reading");
        LayoutSha256 = layout.Sha256;
        PageCount = layout.PageCount;
        ReaderVersion = layout.ReaderVersion;
        End(DocumentStage.Extracting, now);
    }

    /// <summary>What reading made of it is gone: it has to be read again before anything can be extracted.</summary>
    public void BackToReading(DocumentClaim claim, DateTimeOffset now)
    {
        RequireClaim(claim, "go back to reading");
        Require(Stage == DocumentStage.Extracting, "go back to reading");
        LayoutSha256 = null;
        PageCount = null;
        ReaderVersion = null;
        End(DocumentStage.Received, now);
    }

    public void CompleteExtraction(DocumentClaim claim, string pipelineVersion, DateTimeOffset now)
    {
        RequireClaim(claim, "complete extraction");
        Require(Stage == DocumentStage.Extracting, "complete extraction");
        PipelineVersion = pipelineVersion;
        End(DocumentStage.Done, now);
    }

    /// <summary>Ends the document for good: another try would fail alike.</summary>
    public void Fail(DocumentClaim claim, DocumentFailure failure, string pipelineVersion, DateTimeOffset now)
    {
        RequireClaim(claim, "fail");
        Failures++;
        Park(failure, pipelineVersion, now);
    }

    /// <summary>Counts a failure that another try may cure. True when it was the last one and the document is parked as failed.</summary>
    public bool CountFailure(DocumentClaim claim, DocumentFailure failure, string pipelineVersion, DateTimeOffset now)
    {
        RequireClaim(claim, "count a failure");
        Failures++;
        if (Failures < MaxFailures)
        {
            BackToStart(now);
            return false;
        }

        Park(failure, pipelineVersion, now);
        return true;
    }

    /// <summary>Sends an ended document through again: to extraction where the same reader has read it already, else from the start.</summary>
    public void Reopen(ReopenReason reason, string readerVersion, DateTimeOffset now)
    {
        Require(Stage is DocumentStage.Done or DocumentStage.Failed && Sha256 is not null, "be reopened");
        Stage = LayoutSha256 is not null && ReaderVersion == readerVersion ? DocumentStage.Extracting : DocumentStage.Received;
        Failures = 0;
        FailureCode = null;
        FailureReason = null;
        ReopenedBecause = reason;
        NextAttemptAt = null;
        Enqueues = 0;
        // What was still to be delivered is not its result any more.
        DeliveryDue = false;
        UpdatedAt = now;
    }

    private static Document New(TenantId tenant, string name, string path, DocumentStage stage, DateTimeOffset now) => new()
    {
        Id = DocumentId.Create(),
        TenantId = tenant,
        Name = name,
        SourcePath = path,
        SourceKey = KeyOf(path),
        Stage = stage,
        ReceivedAt = now,
        UpdatedAt = now,
    };

    private Document With(SourceFile file)
    {
        Sha256 = file.Sha256;
        SizeBytes = file.SizeBytes;
        return this;
    }

    private Document With(DocumentOrder? order)
    {
        if (order is not null)
        {
            (Schema, Priority, BatchId) = (order.Schema, order.Priority, order.Batch);
            (Reference, Labels, Callback) = (order.Reference, order.Labels, order.Callback);
        }

        return this;
    }

    private bool IsDue(DateTimeOffset now) => NextAttemptAt is not { } due || due <= now;

    private void BackToStart(DateTimeOffset now) =>
        End(Stage == DocumentStage.Reading ? DocumentStage.Received : Stage, now);

    private void Park(DocumentFailure failure, string pipelineVersion, DateTimeOffset now)
    {
        SetFailure(failure);
        PipelineVersion = pipelineVersion;
        End(DocumentStage.Failed, now);
    }

    private void End(DocumentStage next, DateTimeOffset now)
    {
        Stage = next;
        ClaimedBy = null;
        LeaseUntil = null;
        NextAttemptAt = null;
        Enqueues = 0;
        DeliveryDue = IsOrdered && next is DocumentStage.Done or DocumentStage.Failed;
        UpdatedAt = now;
    }

    private void SetFailure(DocumentFailure failure)
    {
        FailureCode = failure.Code;
        FailureReason = failure.Reason;
    }

    private void RequireClaim(DocumentClaim claim, string transition) =>
        Require(Holds(claim), $"{transition} under claim {claim.Number.ToString(CultureInfo.InvariantCulture)}");

    private void Require(bool allowed, string transition)
    {
        if (!allowed)
        {
            throw new IllegalTransitionException(Id, Stage, transition);
        }
    }
}
