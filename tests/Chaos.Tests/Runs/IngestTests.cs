using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Pipeline.Chaos.Tests.Documents;
using Pipeline.Chaos.Tests.Faults;
using Pipeline.Chaos.Tests.Models;
using Pipeline.Chaos.Tests.Roles;
using Pipeline.Chaos.Tests.Servers;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Xunit.Abstractions;

namespace Pipeline.Chaos.Tests.Runs;

/// <summary>What comes in by HTTP and by folder while a server is away: taken where it can be kept, refused with a time where it cannot, and all goes on by itself.</summary>
public sealed class IngestTests(ChaosWorld world, ITestOutputHelper output) : ChaosTestBase(world, output), IDisposable
{
    private static readonly TimeSpan Recovers = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-chaos-ingest-").FullName;

    private string Inbox => Path.Combine(_folder, "inbox");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ChaosFact]
    public async Task Uploads_are_taken_while_the_broker_is_away()
    {
        await using var ingest = await StartAsync();
        using var client = await ClientAsync(ingest);
        var admission = new Admission(World);
        try
        {
            World.ToBroker.Fault = new Fault { Refuses = true };
            for (var number = 900_000; number < 900_010; number++)
            {
                using var answer = await SendAsync(client, number);
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                admission.Accepted.Add(await IdAsync(answer));
            }
        }
        finally
        {
            World.ToBroker.Fault = Fault.None;
        }

        await JudgeAsync("uploads while the broker is away", admission);
        Assert.Empty(ingest.UnexpectedExits);
    }

    [ChaosFact]
    public Task Uploads_are_told_to_come_back_and_folders_wait_while_the_database_is_away() => WithoutDatabaseAsync(TimeSpan.FromSeconds(15), firstNumber: 910_000);

    [ChaosFact]
    [Trait("Nightly", "true")]
    public Task Uploads_are_told_to_come_back_and_folders_wait_while_the_database_is_away_for_two_minutes() => WithoutDatabaseAsync(TimeSpan.FromMinutes(2), firstNumber: 920_000);

    private async Task WithoutDatabaseAsync(TimeSpan away, int firstNumber)
    {
        await using var ingest = await StartAsync();
        using var client = await ClientAsync(ingest);
        var admission = new Admission(World);
        using (var answer = await SendAsync(client, firstNumber))
        {
            admission.Accepted.Add(await IdAsync(answer));
        }

        var refused = 0;
        try
        {
            World.ToPostgres.Fault = new Fault { Refuses = true };
            SmallDocuments.Write(Inbox, firstNumber + 1, 2);
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < away)
            {
                using var answer = await SendAsync(client, firstNumber + 3);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
                refused++;
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }

            Assert.Equal(2, Directory.GetFiles(Inbox, "contract-*", SearchOption.AllDirectories).Count(file => !file.Contains("/done/", StringComparison.Ordinal)));
        }
        finally
        {
            World.ToPostgres.Fault = Fault.None;
        }

        var back = Stopwatch.GetTimestamp();
        await UntilAsync(async () =>
        {
            using var answer = await SendAsync(client, firstNumber + 3);
            if (answer.StatusCode == HttpStatusCode.Accepted)
            {
                admission.Accepted.Add(await IdAsync(answer));
            }

            return answer.StatusCode == HttpStatusCode.Accepted;
        });
        var taken = Stopwatch.GetElapsedTime(back);
        await UntilAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(Inbox, "done")).Length == 2));
        Say($"{refused} uploads refused in {away.TotalSeconds:0} s; the next was taken {taken.TotalSeconds:0.0} s after the database was back, the dropped files {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s");
        admission.Accepted.AddRange(await DroppedAsync());
        Assert.Equal(4, admission.Accepted.Count);
        await JudgeAsync("database away", admission);
        Assert.Empty(ingest.UnexpectedExits);
    }

    private async Task<KeptRole> StartAsync()
    {
        Directory.CreateDirectory(Inbox);
        var ingest = new KeptRole("ingest", "ingest", new Dictionary<string, string>(World.Joining(_folder))
        {
            ["Pipeline__Drop__Folders__0__Path"] = Inbox,
            ["Pipeline__Drop__Folders__0__Settle"] = "00:00:01",
            ["Pipeline__Api__MinFreeBytes"] = "0",
        });
        await UntilAsync(() => Task.FromResult(ingest.IsReady));
        return ingest;
    }

    private async Task<HttpClient> ClientAsync(KeptRole ingest)
    {
        var key = await new ApiKeys(World.Database).CreateAsync(new NewApiKey { Name = "chaos", Scopes = [ApiScopes.Write] }, CancellationToken.None);
        return new HttpClient { BaseAddress = ingest.Address, Timeout = TimeSpan.FromSeconds(40), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key.Secret.Text) } };
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, int number)
    {
        var body = new ByteArrayContent(SmallDocuments.Bytes(number)) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        return client.PostAsync(new Uri($"/api/v1/documents?schema={TinyInstallation.Schema}&name={SmallDocuments.NameOf(number)}", UriKind.Relative), body);
    }

    private static async Task<DocumentId> IdAsync(HttpResponseMessage answer)
    {
        using var accepted = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return new DocumentId(accepted.RootElement.GetProperty("id").GetGuid());
    }

    private async Task<List<DocumentId>> DroppedAsync()
    {
        await using var context = World.Database.CreateContext();
        return await context.Documents.AsNoTracking().Where(document => document.SourcePath.StartsWith(Inbox)).Select(document => document.Id).ToListAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Recovers, "It did not go on by itself in time.");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }
}
