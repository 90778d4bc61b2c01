using System.Net;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Database;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class LimitTests(PostgresFixture postgres)
{
    [PostgresFact]
    public async Task A_key_that_asks_too_often_is_told_to_wait_and_others_are_not()
    {
        await using var host = await ApiHost.StartAsync(postgres, ApiHost.Roomy with { KeyPerSecond = 1, KeyBurst = 5 });
        var (_, other) = await host.ClientAsync(ApiScopes.Read);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Client.GetAsync($"/api/v1/documents")));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 10, 15);
        Assert.All(refused, answer => Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1)));
        Assert.Equal("rate_exceeded", (await refused[0].JsonAsync()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/api/v1/documents")).StatusCode);
    }

    [PostgresFact]
    public async Task An_address_that_tries_keys_is_told_to_wait()
    {
        await using var host = await ApiHost.StartAsync(postgres, ApiHost.Roomy with { AddressPerSecond = 1, AddressBurst = 5 });
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 15; i++)
        {
            using var client = host.ClientWith($"pk_guess_{i}");
            using var response = await client.GetAsync($"/api/v1/documents");
            codes.Add(response.StatusCode);
        }

        Assert.Contains(HttpStatusCode.Unauthorized, codes);
        Assert.Contains(HttpStatusCode.TooManyRequests, codes);
    }

    [PostgresFact]
    public async Task A_key_sends_no_more_than_its_quota_however_many_at_once()
    {
        await using var host = await ApiHost.StartAsync(postgres);
        var issued = await host.KeyAsync(new NewApiKey { Name = "q", Scopes = [ApiScopes.Write], DailyDocuments = 5 });
        using var client = host.ClientWith(issued.Secret.Text);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => client.PostPdfAsync(n)));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted), answer => Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode));
        Assert.Equal("quota_used_up", await client.PostPdfAsync(99).ProblemAsync(HttpStatusCode.TooManyRequests));
        Assert.Equal(5, (await host.DocumentsAsync()).Count);
        Assert.Equal(5, host.Files().Count);
        Assert.Equal((5L, 5L * Sent.Pdf(1).Length), await Approximately(host, issued.Key.Id));
    }

    [PostgresFact]
    public async Task A_quota_of_bytes_counts_bytes()
    {
        await using var host = await ApiHost.StartAsync(postgres);
        var issued = await host.KeyAsync(new NewApiKey { Name = "q", Scopes = [ApiScopes.Write], DailyBytes = Sent.Pdf(1).Length });
        using var client = host.ClientWith(issued.Secret.Text);

        await client.PostPdfAsync(1).AcceptedAsync();
        Assert.Equal("quota_used_up", await client.PostPdfAsync(2).ProblemAsync(HttpStatusCode.TooManyRequests));
        Assert.Single(host.Files());
    }

    [PostgresFact]
    public async Task When_as_many_wait_as_may_more_is_refused_until_there_is_room()
    {
        await using var host = await ApiHost.StartAsync(postgres, ApiHost.Roomy with { MaxWaiting = 3 });
        var accepted = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            accepted.Add((await host.Client.PostPdfAsync(i).AcceptedAsync()).Id());
        }

        Assert.Equal("full", await host.Client.PostPdfAsync(9).ProblemAsync(HttpStatusCode.ServiceUnavailable));
        await new Journey(host).FinishAsync(accepted[0], "{}");

        var waited = TimeProvider.System.GetTimestamp();
        while ((await host.Client.PostPdfAsync(9)).StatusCode != HttpStatusCode.Accepted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(waited) < TimeSpan.FromSeconds(20));
            await Task.Delay(200);
        }
    }

    [PostgresFact]
    public async Task Too_little_disk_is_said_before_a_body_is_taken()
    {
        await using var host = await ApiHost.StartAsync(postgres, ApiHost.Roomy with { MinFreeBytes = long.MaxValue });
        var waited = TimeProvider.System.GetTimestamp();
        HttpResponseMessage answer;
        while ((answer = await host.Client.PostPdfAsync(1)).StatusCode == HttpStatusCode.Accepted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(waited) < TimeSpan.FromSeconds(20));
        }

        Assert.Equal("disk_full", await Task.FromResult(answer).ProblemAsync(HttpStatusCode.ServiceUnavailable));
    }

    [PostgresFact]
    public async Task A_database_that_is_away_is_503_and_not_500()
    {
        await using var database = PipelineDatabase.Open("Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x;Timeout=1", TimeProvider.System, TenantId.Default);
        await using var host = await ApiHost.StartOnAsync(database);

        Assert.Equal("database_away", await host.Client.PostPdfAsync(1).ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("database_away", await host.Client.GetAsync($"/api/v1/documents").ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Empty(host.Files());
    }

    [Fact]
    public void Settings_that_cannot_be_used_are_named_all_at_once()
    {
        Assert.Empty(new Ingest.Api.UploadApiOptions().Problems());
        Assert.Equal(
            ["Pipeline:Api:MaxWaiting has to be at least 1.", "Pipeline:Api:KeyBurst has to be at least 1."],
            new Ingest.Api.UploadApiOptions { MaxWaiting = 0, KeyBurst = 0 }.Problems());
    }

    // The lengths of the texts differ by a digit.
    private static async Task<(long, long)> Approximately(ApiHost host, Guid key)
    {
        var (documents, bytes) = await new ApiKeys(host.Database).UsedTodayAsync(key, CancellationToken.None);
        var one = Sent.Pdf(1).Length;
        return (documents, bytes >= documents * one && bytes <= documents * (one + 1) ? documents * one : bytes);
    }
}
