using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>What workers do with a document, as the database sees it.</summary>
public sealed class Journey(ApiHost host)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly Price Cpu = new("cpu_second", 0.00001m, "USD", new DateOnly(2026, 1, 1));

    private readonly DocumentClaims _claims = new(host.Database);
    private readonly DocumentOutcomes _outcomes = new(host.Database);

    public static LayoutReference Layout { get; } = new(new string('f', 64), 3, "reader-0");

    public async Task<DocumentClaim> ClaimAsync(Guid id, DocumentStage stage) =>
        (await _claims.ClaimAsync(new DocumentId(id), stage, "w", Lease, CancellationToken.None))!.Claim;

    public async Task ReadAsync(Guid id) =>
        await _outcomes.CompleteReadingAsync(await ClaimAsync(id, DocumentStage.Received), Layout, [Cost(DocumentStage.Reading)], CancellationToken.None);

    public async Task FinishAsync(Guid id, string result)
    {
        await ReadAsync(id);
        var claim = await ClaimAsync(id, DocumentStage.Extracting);
        Assert.Equal(WriteOutcome.Written, await _outcomes.CompleteExtractionAsync(claim, new FinalResult("v1", result), [Cost(DocumentStage.Extracting)], CancellationToken.None));
    }

    public async Task FailAsync(Guid id, DocumentFailure failure) =>
        await _outcomes.FailAsync(await ClaimAsync(id, DocumentStage.Received), failure, new FinalResult("v1", """{"status":"failed"}"""), [], CancellationToken.None);

    private static CostEntry Cost(DocumentStage stage) => CostEntry.Book(stage, 1, Cpu, CostKind.Work);
}
