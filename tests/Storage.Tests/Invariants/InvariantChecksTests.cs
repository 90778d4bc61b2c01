using System.Globalization;
using System.Text;
using Npgsql;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Invariants;

namespace Pipeline.Storage.Tests.Invariants;

/// <summary>Each invariant is broken by hand, and found; a database in which much has happened breaks none.</summary>
[Collection(PostgresGroup.Name)]
public sealed class InvariantChecksTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Price Cpu = new("cpu_second", 0.00001m, "USD", new DateOnly(2026, 1, 1));
    private static readonly DocumentOrder Order = new() { Schema = "contracts" };
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly TestClock _clock = new();
    private readonly TemporaryFolder _folder = new();
    private string _connection = "";
    private PipelineDatabase _database = null!;
    private TenantBlobs _blobs = null!;

    public async Task InitializeAsync()
    {
        _connection = await postgres.CreateEmptyDatabaseAsync();
        _database = PipelineDatabase.Open(_connection, _clock, TenantId.Default);
        await _database.MigrateAsync(CancellationToken.None);
        _blobs = new TenantBlobs(Directory.CreateDirectory(_folder.Child("blobs")).FullName);
        await LiveAsync();
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [PostgresFact]
    public async Task A_database_in_which_much_has_happened_breaks_none()
    {
        var findings = await CheckAsync();

        Assert.Equal(17, findings.Count);
        Assert.Equal(findings.Count, findings.Select(finding => finding.Name).Distinct().Count());
        Assert.DoesNotContain(findings, finding => !finding.Holds);
    }

    [PostgresTheory]
    [InlineData("stages", "alter table documents drop constraint documents_stage; update documents set stage = 'lost' where stage = 'received'", 1)]
    [InlineData("stages", "alter table documents drop constraint documents_failure; update documents set failure_code = null, failure_reason = null where stage = 'failed'", 1)]
    [InlineData("leases", "update documents set lease_until = lease_until - interval '1 hour' where claimed_by is not null", 1)]
    [InlineData("waiting", "update outbox set published_at = created_at; update documents set enqueued_at = enqueued_at - interval '3 hours', updated_at = updated_at - interval '3 hours' where stage = 'received'", 1)]
    [InlineData("delivery", "update outbox set published_at = created_at; update documents set enqueued_at = enqueued_at - interval '3 hours', updated_at = updated_at - interval '3 hours' where delivery_due and stage = 'done'", 2)]
    [InlineData("duplicates", "update documents set stage = 'deleted', delivery_due = false, layout_sha256 = null, page_count = null, reader_version = null where id in (select duplicate_of from documents)", 1)]
    [InlineData("attempts", "delete from stage_attempts where outcome = 'running'", 1)]
    [InlineData("attempts", "update stage_attempts set outcome = 'running', ended_at = null where outcome = 'completed' and stage = 'extracting'", 2)]
    [InlineData("outbox", "update outbox set created_at = created_at - interval '1 hour', next_attempt_at = next_attempt_at - interval '1 hour' where command = 'read_document' and published_at is null", null)]
    [InlineData("tenants", "insert into tenants values ('00000000-0000-7000-8000-000000000002', 'other', now()); update results set tenant_id = '00000000-0000-7000-8000-000000000002'", 3)]
    [InlineData("results", "drop index ux_results_revision; insert into results select gen_random_uuid(), tenant_id, document_id, pipeline_version, 1, content, created_at from results where content ->> 'text' = 'first'", 1)]
    [InlineData("results", "update results set revision = 2 where content ->> 'text' = 'first'", 1)]
    [InlineData("results of documents", "alter table results drop constraint results_document_id_fkey; update results set document_id = gen_random_uuid() where content ->> 'text' = 'first'", 1)]
    [InlineData("documents with results", "update documents set pipeline_version = 'v2' where stage = 'done'", 2)]
    [InlineData("amounts", "update cost_entries set amount = amount + 0.00000001 where stage = 'reading' and kind = 'work'", 3)]
    [InlineData("costs of results", "update cost_entries set result_id = (select id from results order by id limit 1) where kind = 'work' and result_id is not null", 4)]
    [InlineData("costs of ended documents", "update cost_entries set result_id = null where result_id in (select id from results where content ->> 'text' = 'first')", 2)]
    [InlineData("totals", "update results set content = '{\"cost\":{\"total\":\"0.00001000\"}}' where content ->> 'text' = 'first'", 1)]
    public async Task What_is_broken_is_found(string invariant, string sql, int? violations)
    {
        await ExecuteAsync(sql);

        var finding = (await CheckAsync()).Single(finding => finding.Name == invariant);

        Assert.False(finding.Holds);
        Assert.Equal(violations ?? finding.Violations, finding.Violations);
        Assert.Equal(Math.Min(finding.Violations, InvariantChecks.MostIds), finding.Ids.Count);
        Assert.All(finding.Ids, id => Assert.True(Guid.TryParse(id, out _)));
    }

    [PostgresFact]
    public async Task A_blob_that_is_gone_is_found()
    {
        var blobs = _blobs.Of(TenantId.Default);
        var sha256 = (await CheckedBlobsAsync())[0];
        File.Delete(blobs.PathOf(sha256));

        var finding = (await CheckAsync()).Single(finding => finding.Name == "blobs");

        Assert.Equal([sha256], finding.Ids);
    }

    [PostgresFact]
    public async Task A_blob_that_was_changed_is_found()
    {
        var blobs = _blobs.Of(TenantId.Default);
        var sha256 = (await CheckedBlobsAsync())[0];
        await File.AppendAllTextAsync(blobs.PathOf(sha256), "x");

        var findings = await CheckAsync();

        Assert.True(findings.Single(finding => finding.Name == "blobs").Holds);
        Assert.Equal([sha256], findings.Single(finding => finding.Name == "content of blobs").Ids);
    }

    [PostgresFact]
    public async Task What_is_due_for_a_moment_only_is_not_forgotten()
    {
        _clock.Advance(TimeSpan.FromMinutes(4));

        Assert.DoesNotContain(await CheckAsync(), finding => !finding.Holds);

        // Nobody publishes, sweeps or beats in this test.
        _clock.Advance(TimeSpan.FromHours(3));
        var broken = (await CheckAsync()).Where(finding => !finding.Holds).Select(finding => finding.Name);

        Assert.Equal(["leases", "outbox"], broken);
    }

    private Task<IReadOnlyList<InvariantFinding>> CheckAsync() =>
        new InvariantChecks(_database, _blobs, new InvariantOptions()).RunAsync(CancellationToken.None);

    /// <summary>Two documents done, one failed, one of which only a duplicate came, one in work, one that waits.</summary>
    private async Task LiveAsync()
    {
        var intake = new DocumentIntake(_database);
        var claims = new DocumentClaims(_database);
        var outcomes = new DocumentOutcomes(_database);
        foreach (var text in (string[])["first", "second", "third"])
        {
            var id = (await intake.RegisterAsync(await FileAsync(text, "/in/" + text), Order, CancellationToken.None)).Id;
            var reading = (await claims.ClaimAsync(id, DocumentStage.Received, "w", Lease, CancellationToken.None))!.Claim;
            await outcomes.CompleteReadingAsync(reading, new LayoutReference(await BlobAsync("layout of " + text), 1, "reader-1"), [Cost(DocumentStage.Reading, 1)], CancellationToken.None);
            var extraction = (await claims.ClaimAsync(id, DocumentStage.Extracting, "w", Lease, CancellationToken.None))!.Claim;
            if (text == "third")
            {
                await outcomes.FailAsync(extraction, new DocumentFailure("no_text", "It holds no text."), Result(text, 3), [Cost(DocumentStage.Extracting, 2)], CancellationToken.None);
            }
            else
            {
                await outcomes.CompleteExtractionAsync(extraction, Result(text, 3), [Cost(DocumentStage.Extracting, 2)], CancellationToken.None);
            }
        }

        await intake.RegisterAsync(await FileAsync("first", "/in/again"), Order, CancellationToken.None);
        var held = (await intake.RegisterAsync(await FileAsync("fourth", "/in/fourth"), Order, CancellationToken.None)).Id;
        Assert.NotNull(await claims.ClaimAsync(held, DocumentStage.Received, "w", Lease, CancellationToken.None));
        await intake.RegisterAsync(await FileAsync("fifth", "/in/fifth"), Order, CancellationToken.None);
    }

    private static CostEntry Cost(DocumentStage stage, decimal seconds) => CostEntry.Book(stage, seconds, Cpu, CostKind.Work);

    private static FinalResult Result(string text, int seconds) =>
        new("v1", string.Create(CultureInfo.InvariantCulture, $$$"""{"text":"{{{text}}}","cost":{"total":"{{{seconds * 0.00001m:F8}}}"}}"""));

    private async Task<SourceFile> FileAsync(string text, string path)
    {
        var blob = await _blobs.Of(TenantId.Default).PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), 1000, CancellationToken.None);
        return new SourceFile(text + ".txt", path, blob.Sha256, blob.SizeBytes);
    }

    private async Task<string> BlobAsync(string text) => (await FileAsync(text, "")).Sha256;

    private async Task<List<string>> CheckedBlobsAsync()
    {
        List<string> names = [];
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var command = source.CreateCommand("select sha256 from documents order by id");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
