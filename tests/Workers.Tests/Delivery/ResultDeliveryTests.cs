using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;
using Pipeline.Domain.Tests.Results;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Tests;
using Pipeline.Storage.Webhooks;
using Pipeline.Workers.Delivery;

namespace Pipeline.Workers.Tests.Delivery;

[Collection(PostgresGroup.Name)]
public sealed class ResultDeliveryTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TestClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("results-").FullName;
    private PipelineDatabase _database = null!;
    private ResultDelivery _delivery = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync(_clock);
        _delivery = new ResultDelivery(_database, new DeliveryOptions { Folder = Path.Combine(_folder, "out") }, new DeliveryMetrics(Services.GetRequiredService<IMeterFactory>()), NullLogger<ResultDelivery>.Instance);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [PostgresFact]
    public async Task A_result_lies_in_the_folder_of_its_day_with_the_keys_of_its_sender()
    {
        var document = await DoneAsync("a.pdf", 1, ResultStatus.Accepted);

        await DeliverAsync(document);
        await DeliverAsync(document);

        var result = ResultJson.Read(await File.ReadAllTextAsync(PathOf(document)));
        Assert.Equal(("a.pdf", ResultStatus.Accepted, "ref-7"), (result.Document, result.Status, result.Reference));
        Assert.Equal("legal", result.Labels["team"]);
        Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [PostgresFact]
    public async Task A_failed_and_a_duplicate_document_have_results_that_say_so()
    {
        var original = await DoneAsync("a.pdf", 1, ResultStatus.Accepted);
        var duplicate = (await Intake.RegisterAsync(File1("b.pdf", 1), Order, None)).Id;
        var failed = (await Intake.RegisterUnreadableAsync("c.pdf", "/in/c.pdf", DocumentFailures.Empty, Order, None)).Id;

        await DeliverAsync(duplicate);
        await DeliverAsync(failed);

        var first = ResultJson.Read(await File.ReadAllTextAsync(PathOf(duplicate)));
        var second = ResultJson.Read(await File.ReadAllTextAsync(PathOf(failed)));
        Assert.Equal((ResultStatus.Duplicate, original.ToString(), "ref-7"), (first.Status, first.DuplicateOf, first.Reference));
        Assert.Equal((ResultStatus.Failed, "empty"), (second.Status, second.Failure?.Code));
    }

    [PostgresFact]
    public async Task Each_outcome_is_an_event_of_its_own_and_one_row_per_receiver_however_often_it_is_delivered()
    {
        await new WebhookRegistry(_database).AddAsync(new Uri("https://all.example/"), [], false, None);
        await new WebhookRegistry(_database).AddAsync(new Uri("https://some.example/"), [WebhookEvent.ReviewNeeded, WebhookEvent.Failed], false, None);
        var review = await DoneAsync("a.pdf", 1, ResultStatus.Review);
        var accepted = await DoneAsync("b.pdf", 2, ResultStatus.Accepted);
        var failed = (await Intake.RegisterUnreadableAsync("c.pdf", "/in/c.pdf", DocumentFailures.Empty, Order with { Callback = "https://call.example/back" }, None)).Id;
        var duplicate = (await Intake.RegisterAsync(File1("d.pdf", 1), Order, None)).Id;
        foreach (var document in new[] { review, accepted, failed, duplicate })
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 4), async (_, _) => await DeliverAsync(document));
        }

        await using var context = _database.CreateContext();
        var noted = await context.WebhookDeliveries.AsNoTracking().Select(delivery => delivery.Host + " " + WebhookText.Of(delivery.Event)).ToListAsync();
        Assert.Equal(
            ["all.example completed", "all.example duplicate", "all.example failed", "all.example review_needed", "call.example failed", "some.example failed", "some.example review_needed"],
            noted.Order(StringComparer.Ordinal));
    }

    [PostgresFact]
    public async Task A_folder_that_is_gone_or_in_the_way_keeps_the_result_due_and_tells_nobody()
    {
        await new WebhookRegistry(_database).AddAsync(new Uri("https://all.example/"), [], false, None);
        var first = await DoneAsync("a.pdf", 1, ResultStatus.Accepted);
        var second = await DoneAsync("b.pdf", 2, ResultStatus.Accepted);
        await DeliverAsync(first);
        Directory.Move(Path.Combine(_folder, "out"), Path.Combine(_folder, "away"));

        await Assert.ThrowsAnyAsync<IOException>(() => DeliverAsync(second));
        await using (var context = _database.CreateContext())
        {
            Assert.Equal(1, await context.WebhookDeliveries.CountAsync());
        }

        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
        Directory.Move(Path.Combine(_folder, "away"), Path.Combine(_folder, "out"));
        await DeliverAsync(second);
        Assert.True(File.Exists(PathOf(second)));
    }

    [PostgresFact]
    public async Task The_result_of_a_deleted_document_is_taken_out_of_the_folder_and_nobody_is_told()
    {
        await new WebhookRegistry(_database).AddAsync(new Uri("https://all.example/"), [], false, None);
        var deleted = await DoneAsync("a.pdf", 1, ResultStatus.Accepted);
        var kept = await DoneAsync("b.pdf", 2, ResultStatus.Accepted);
        var failed = (await Intake.RegisterUnreadableAsync("c.pdf", "/in/c.pdf", DocumentFailures.Empty, Order, None)).Id;
        foreach (var document in new[] { deleted, kept, failed })
        {
            await HandOverAsync(document);
        }

        // As a killed process leaves it.
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(PathOf(deleted))!, $".{deleted}.{Guid.CreateVersion7():N}"), "half");
        Assert.True(await new DocumentDeletion(_database).DeleteAsync(deleted, None));
        Assert.True(await new DocumentDeletion(_database).DeleteAsync(failed, None));
        Assert.True(await HandOverAsync(deleted));
        Assert.True(await HandOverAsync(failed));

        Assert.Equal([PathOf(kept)], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.False(await HandOverAsync(deleted));
        await using var context = _database.CreateContext();
        Assert.Equal(3, await context.WebhookDeliveries.CountAsync());
        Assert.Equal(2, await context.Outbox.CountAsync(message => message.DocumentId == deleted && message.Command == Storage.Messages.OutboxCommand.DeliverResult));
    }

    private static CancellationToken None => CancellationToken.None;

    private static DocumentOrder Order { get; } = new() { Schema = "contracts", Reference = "ref-7", Labels = new Dictionary<string, string> { ["team"] = "legal" } };

    private DocumentIntake Intake => new(_database);

    private static SourceFile File1(string name, int content) => new(name, "/in/" + name, content.ToString("x64", System.Globalization.CultureInfo.InvariantCulture), 100);

    private string PathOf(DocumentId document) => Path.Combine(_folder, "out", "2026-03-01", document + ".json");

    private Task DeliverAsync(DocumentId document) => _delivery.DeliverAsync(TenantId.Default, document, None);

    private Task<bool> HandOverAsync(DocumentId document) => new DocumentDeliveries(_database).DeliverAsync(
        document, new Storage.Messages.MessageReceipt("deliver-result", Guid.CreateVersion7()), token => _delivery.DeliverAsync(TenantId.Default, document, token), None);

    private async Task<DocumentId> DoneAsync(string name, int content, ResultStatus status)
    {
        var id = (await Intake.RegisterAsync(File1(name, content), Order, None)).Id;
        var claims = new DocumentClaims(_database);
        var outcomes = new DocumentOutcomes(_database);
        var lease = TimeSpan.FromSeconds(30);
        var reading = (await claims.ClaimAsync(id, DocumentStage.Received, "w", lease, None))!.Claim;
        await outcomes.CompleteReadingAsync(reading, new LayoutReference(new string('f', 64), 1, "r"), [], None);
        var extracting = (await claims.ClaimAsync(id, DocumentStage.Extracting, "w", lease, None))!.Claim;
        var result = PlainResult.Of(name) with { Id = id.Value, Status = status, Reference = Order.Reference, Labels = Order.Labels };
        Assert.Equal(WriteOutcome.Written, await outcomes.CompleteExtractionAsync(extracting, new FinalResult("p", ResultJson.Write(result)), [], None));
        return id;
    }
}
