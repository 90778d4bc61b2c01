using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Tests;
using Pipeline.Storage.Webhooks;
using Pipeline.Workers.Delivery.Webhooks;

namespace Pipeline.Workers.Tests.Delivery.Webhooks;

/// <summary>Real receivers on 127.0.0.1, which an administrator allowed; a clock that the test moves.</summary>
[Collection(PostgresGroup.Name)]
public sealed class WebhookLoopTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TestClock _clock = new();
    private readonly WebhookOptions _options = new() { AllowedNetworks = ["127.0.0.0/8"], Timeout = TimeSpan.FromSeconds(2) };
    private PipelineDatabase _database = null!;

    public async Task InitializeAsync() => _database = await postgres.CreateDatabaseAsync(_clock);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [PostgresFact]
    public async Task An_event_arrives_once_signed_and_with_the_keys_of_its_sender()
    {
        await using var receiver = await Receiver.StartAsync(204);
        var webhook = await AddAsync(receiver);
        await using var loop = await StartAsync();
        var document = await FailAsync("a.pdf");
        await NoteAsync(document);
        await NoteAsync(document);
        await UntilAsync(WebhookDeliveryState.Delivered, 1);

        var received = Assert.Single(receiver.Events);
        var data = received.Json.GetProperty("data");
        Assert.True(received.IsSignedWith(webhook.Secret));
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), received.Timestamp);
        Assert.Equal("document.failed", received.Json.GetProperty("type").GetString());
        Assert.Equal((document.ToString(), "failed", "ref-7", "unsupported_format"), (
            data.GetProperty("document").GetString(), data.GetProperty("status").GetString(), data.GetProperty("reference").GetString(), data.GetProperty("failure").GetProperty("code").GetString()));
        Assert.Equal("""{"team":"legal"}""", data.GetProperty("labels").GetRawText());
        Assert.Equal($"/api/v1/documents/{document}/result", data.GetProperty("result_path").GetString());
    }

    [PostgresFact]
    public async Task A_receiver_that_fails_is_tried_again_under_the_same_id_with_a_new_time()
    {
        await using var receiver = await Receiver.StartAsync((count, context) =>
        {
            context.Response.StatusCode = count < 3 ? 503 : 200;
            return Task.CompletedTask;
        });
        var webhook = await AddAsync(receiver);
        await using var loop = await StartAsync();
        await NoteAsync(await FailAsync("a.pdf"));
        for (var tries = 1; tries < 3; tries++)
        {
            var sent = tries;
            await UntilAsync(async () => receiver.Events.Count == sent && (await DeliveriesAsync())[0].LeaseUntil is null);
            _clock.Advance(TimeSpan.FromSeconds(20));
        }

        await UntilAsync(WebhookDeliveryState.Delivered, 1);
        var received = receiver.Events.ToList();
        Assert.Equal(3, received.Count);
        Assert.Single(received.Select(one => one.Id).Distinct());
        Assert.Equal(3, received.Select(one => one.Timestamp).Distinct().Count());
        Assert.All(received, one => Assert.True(one.IsSignedWith(webhook.Secret)));
    }

    [PostgresFact]
    public async Task A_receiver_that_never_answers_holds_up_nobody_else()
    {
        var never = new TaskCompletionSource();
        await using var silent = await Receiver.StartAsync((_, context) => never.Task.WaitAsync(context.RequestAborted));
        await using var other = await Receiver.StartAsync(200);
        await AddAsync(silent);
        await AddAsync(other);
        await using var loop = await StartAsync();
        for (var i = 0; i < 40; i++)
        {
            await NoteAsync(await FailAsync($"{i}.pdf"));
        }

        var started = TimeProvider.System.GetTimestamp();
        await UntilAsync(() => Task.FromResult(other.Events.Select(one => one.Id).Distinct().Count() == 40));

        // The silent one alone would take 40 / 4 × 2 s.
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(15));
        Assert.InRange(silent.Events.Count, 1, 39);
        never.SetResult();
    }

    [PostgresFact]
    public async Task Retry_after_is_kept_and_a_day_is_the_end()
    {
        await using var receiver = await Receiver.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        await AddAsync(receiver);
        await using var loop = await StartAsync();
        await NoteAsync(await FailAsync("a.pdf"));
        await UntilAsync(async () => (await DeliveriesAsync())[0] is { LastStatus: 429, LeaseUntil: null });
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(1), (await DeliveriesAsync())[0].NextAttemptAt);

        for (var tries = 1; (await DeliveriesAsync())[0].State == WebhookDeliveryState.Waiting; tries++)
        {
            Assert.True(tries < 40);
            _clock.Advance((await DeliveriesAsync())[0].NextAttemptAt - _clock.GetUtcNow());
            await UntilAsync(async () => (await DeliveriesAsync())[0] is var now && now.Attempts > tries && now.LeaseUntil is null);
        }

        var dead = Assert.Single(await new DeadLetters(_database).ListAsync(10, CancellationToken.None));
        Assert.Equal((429, "status"), (dead.LastStatus, dead.LastReason));
        // An hour between them at first, up to 2.4 later.
        Assert.InRange(dead.Attempts, 14, 25);
        Assert.Equal(TimeSpan.FromHours(24), _clock.GetUtcNow() - (await DeliveriesAsync())[0].OccurredAt);
    }

    [PostgresFact]
    public async Task A_dead_letter_that_is_replayed_arrives_under_its_id()
    {
        var status = 410;
        await using var receiver = await Receiver.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var webhook = await AddAsync(receiver);
        await using var loop = await StartAsync();
        await NoteAsync(await FailAsync("a.pdf"));
        await UntilAsync(WebhookDeliveryState.Dead, 1);
        Assert.Equal("gone", Assert.Single(await new WebhookRegistry(_database).ListAsync(CancellationToken.None)).DisabledBecause);
        Assert.Equal(0, await new DeadLetters(_database).ReplayAsync(null, CancellationToken.None));
        await NoteAsync(await FailAsync("b.pdf"));
        await UntilAsync(WebhookDeliveryState.Dead, 2);

        status = 200;
        Assert.True(await new WebhookRegistry(_database).EnableAsync(webhook.Id, CancellationToken.None));
        Assert.Equal(2, await new DeadLetters(_database).ReplayAsync(webhook.Id, CancellationToken.None));
        await UntilAsync(WebhookDeliveryState.Delivered, 2);

        Assert.Equal(3, receiver.Events.Count);
        Assert.Equal(2, receiver.Events.Select(one => one.Id).Distinct().Count());
    }

    [PostgresFact]
    public async Task A_redirect_is_not_followed()
    {
        await using var secret = await Receiver.StartAsync(200);
        await using var receiver = await Receiver.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = secret.Url.AbsoluteUri;
            return Task.CompletedTask;
        });
        await AddAsync(receiver);
        await using var loop = await StartAsync();
        await NoteAsync(await FailAsync("a.pdf"));

        await UntilAsync(async () => (await DeliveriesAsync())[0] is { LastReason: "redirect", LastStatus: 307 });

        Assert.Empty(secret.Events);
    }

    [PostgresFact]
    public async Task A_name_that_means_another_address_the_second_time_leads_nowhere()
    {
        await using var own = await Receiver.StartAsync(200, "127.0.0.2");
        await using var secret = await Receiver.StartAsync(200, "127.0.0.1");
        var asked = 0;
        using var sender = new WebhookSender(
            _options with { AllowedNetworks = ["127.0.0.2/32"] },
            _clock,
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(Interlocked.Increment(ref asked) == 1 ? "127.0.0.2" : "127.0.0.1")]));

        var first = await sender.TestAsync(Named($"http://rebinding.example:{own.Url.Port}/hook"), CancellationToken.None);
        var second = await sender.TestAsync(Named($"http://rebinding.example:{secret.Url.Port}/hook"), CancellationToken.None);

        Assert.Equal((SendResult.Delivered, SendResult.Refused), (first.Result, second.Result));
        Assert.Equal(2, asked);
        Assert.Single(own.Events);
        Assert.Empty(secret.Events);
    }

    [PostgresFact]
    public async Task Two_processes_send_each_event_once()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await AddAsync(receiver);
        for (var i = 0; i < 100; i++)
        {
            await NoteAsync(await FailAsync($"{i}.pdf"));
        }

        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await UntilAsync(WebhookDeliveryState.Delivered, 100);

        Assert.Equal(100, receiver.Events.Count);
        Assert.Equal(100, receiver.Events.Select(one => one.Id).Distinct().Count());
    }

    [PostgresFact]
    public async Task Of_a_deleted_document_nothing_is_sent()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await AddAsync(receiver);
        var document = await FailAsync("a.pdf");
        await NoteAsync(document);
        await using (var context = _database.CreateContext())
        {
            (await context.Documents.SingleAsync(found => found.Id == document)).Delete(_clock.GetUtcNow());
            await context.SaveChangesAsync();
        }

        await using var loop = await StartAsync();
        await UntilAsync(WebhookDeliveryState.Dead, 1);

        Assert.Equal("document_deleted", (await DeliveriesAsync())[0].LastReason);
        Assert.Empty(receiver.Events);
    }

    [PostgresFact]
    public async Task A_callback_is_told_besides_the_webhooks_and_signed_with_the_secret_of_callbacks()
    {
        await using var receiver = await Receiver.StartAsync(200);
        await using var loop = await StartAsync();
        var document = await FailAsync("a.pdf");
        await NoteAsync(document, receiver.Url);
        await NoteAsync(document, receiver.Url);
        await UntilAsync(WebhookDeliveryState.Delivered, 1);

        var callbacks = Assert.Single(await new WebhookRegistry(_database).ListAsync(CancellationToken.None));
        Assert.Null(callbacks.Url);
        Assert.True(Assert.Single(receiver.Events).IsSignedWith(callbacks.Secret));
    }

    private static Webhook Named(string url) => Webhook.Add(TenantId.Default, url, [], false, (WebhookSecret.Create(), DateTimeOffset.UnixEpoch));

    private async Task<Webhook> AddAsync(Receiver receiver) => await new WebhookRegistry(_database).AddAsync(receiver.Url, [], false, CancellationToken.None);

    private async Task<DocumentId> FailAsync(string name) => (await new DocumentIntake(_database).RegisterUnreadableAsync(
        name,
        "/in/" + name,
        DocumentFailures.UnknownFormat,
        new DocumentOrder { Schema = "contracts", Reference = "ref-7", Labels = new Dictionary<string, string> { ["team"] = "legal" } },
        CancellationToken.None)).Id;

    private async Task NoteAsync(DocumentId document, Uri? callback = null) =>
        await new WebhookEvents(_database).NoteAsync(new EventOccasion(document, 0, 1, null, WebhookEvent.Failed, callback), CancellationToken.None);

    private async Task<List<WebhookDelivery>> DeliveriesAsync()
    {
        await using var context = _database.CreateContext();
        return await context.WebhookDeliveries.AsNoTracking().OrderBy(delivery => delivery.Id).ToListAsync();
    }

    private Task UntilAsync(WebhookDeliveryState state, int count) => UntilAsync(async () => (await DeliveriesAsync()).Count(delivery => delivery.State == state) == count);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "It did not come to pass in time.");
            await Task.Delay(20);
        }
    }

    private async Task<RunningLoop> StartAsync()
    {
        var sender = new WebhookSender(_options, _clock);
        var loop = new WebhookLoop(new DueWebhooks(_database), sender, _options, new WebhookMetrics(Services.GetRequiredService<IMeterFactory>()), NullLogger<WebhookLoop>.Instance);
        await loop.StartAsync(CancellationToken.None);
        return new RunningLoop(loop, sender);
    }

    private sealed class RunningLoop(WebhookLoop loop, WebhookSender sender) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await loop.StopAsync(CancellationToken.None);
            loop.Dispose();
            sender.Dispose();
        }
    }
}
