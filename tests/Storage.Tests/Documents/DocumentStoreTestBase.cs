using Microsoft.EntityFrameworkCore;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Storage.Tests.Documents;

/// <summary>A database of its own for each test, and the steps that the tests share.</summary>
[Collection(PostgresGroup.Name)]
public abstract class DocumentStoreTestBase(PostgresFixture postgres) : IAsyncLifetime
{
    protected const string Version = "v1";
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    protected static readonly LayoutReference Layout = new(new string('f', 64), 3, "reader-1");
    private static readonly Price Cpu = new("cpu_second", 0.00001m, "USD", new DateOnly(2026, 1, 1));

    protected TestClock Clock { get; } = new();

    protected PipelineDatabase Database { get; private set; } = null!;

    protected DocumentIntake Intake { get; private set; } = null!;

    protected DocumentClaims Claims { get; private set; } = null!;

    protected DocumentOutcomes Outcomes { get; private set; } = null!;

    protected DocumentQueries Queries { get; private set; } = null!;

    protected static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync(Clock);
        Intake = new DocumentIntake(Database);
        Claims = new DocumentClaims(Database);
        Outcomes = new DocumentOutcomes(Database);
        Queries = new DocumentQueries(Database);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    protected static SourceFile File(int number, string? path = null) =>
        new($"{number}.pdf", path ?? $"/in/{number}.pdf", number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture), 100);

    protected static FinalResult Result(string text, string version = Version) => new(version, $$"""{"text":"{{text}}"}""");

    protected static CostEntry Cost(DocumentStage stage, decimal seconds) => CostEntry.Book(stage, seconds, Cpu, CostKind.Work);

    protected async Task<DocumentId> ReceiveAsync(int number) => (await Intake.RegisterAsync(File(number), null, None)).Id;

    protected async Task<DocumentClaim> ClaimAsync(DocumentId id, DocumentStage waitingIn, string worker = "w") =>
        (await Claims.ClaimAsync(id, waitingIn, worker, Lease, None))!.Claim;

    /// <summary>Reads a document for 1 s.</summary>
    protected async Task ReadAsync(DocumentId id)
    {
        var claim = await ClaimAsync(id, DocumentStage.Received);
        Assert.Equal(WriteOutcome.Written, await Outcomes.CompleteReadingAsync(claim, Layout, [Cost(DocumentStage.Reading, 1)], None));
    }

    protected async Task<DocumentClaim> ReadAndClaimAsync(int number)
    {
        var id = await ReceiveAsync(number);
        await ReadAsync(id);
        return await ClaimAsync(id, DocumentStage.Extracting);
    }

    protected async Task<DocumentSnapshot> LookAsync(DocumentId id) => (await Queries.DocumentsAsync([id], None))[id];

    protected async Task<string?> ResultTextAsync(DocumentId id, string version = Version) =>
        (await Queries.ResultsAsync([id], version, None)).TryGetValue(id, out var result) ? result.Json : null;

    /// <summary>Quantities by kind, and whether a result carries them.</summary>
    protected async Task<string> CostsAsync(DocumentId id)
    {
        await using var context = Database.CreateContext();
        var costs = await context.CostEntries.AsNoTracking().Where(cost => cost.DocumentId == id).OrderBy(cost => cost.Quantity).ToListAsync();
        return string.Join(", ", costs.Select(cost => FormattableString.Invariant($"{cost.Kind} {cost.Stage} {cost.Quantity:0}{(cost.ResultId is null ? "" : " in result")}")));
    }

    protected async Task<IReadOnlyList<AttemptOutcome>> AttemptsAsync(DocumentId id)
    {
        await using var context = Database.CreateContext();
        return await context.StageAttempts.AsNoTracking().Where(attempt => attempt.DocumentId == id).OrderBy(attempt => attempt.ClaimNumber).Select(attempt => attempt.Outcome).ToListAsync();
    }
}
