using System.Net;
using System.Text.Json;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class EventTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(postgres);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [PostgresFact]
    public async Task A_stream_tells_each_state_and_ends_with_the_last()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        await using var stream = await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", null);
        var journey = new Journey(_host);

        Assert.Equal("received", Stage(await stream.NextAsync(Limit)));
        await journey.ReadAsync(id);
        Assert.Equal("extracting", Stage(await stream.NextAsync(Limit)));
        var claim = await journey.ClaimAsync(id, DocumentStage.Extracting);
        Assert.Equal("extracting", Stage(await stream.NextAsync(Limit)));
        Assert.Equal(claim.Document.Value, id);
        await new Storage.Documents.DocumentOutcomes(_host.Database).CompleteExtractionAsync(claim, new Storage.Database.FinalResult("v1", "{}"), [], CancellationToken.None);
        Assert.Equal("done", Stage(await stream.NextAsync(Limit)));
        Assert.Null(await stream.NextAsync(Limit));
    }

    [PostgresFact]
    public async Task Who_comes_back_is_not_told_what_it_has_seen()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        string seen;
        await using (var stream = await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", null))
        {
            seen = (await stream.NextAsync(Limit))!.Id;
        }

        await using var again = await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", seen);
        await new Journey(_host).ReadAsync(id);
        var next = await again.NextAsync(Limit);

        Assert.NotEqual(seen, next!.Id);
        Assert.Equal("extracting", Stage(next));
    }

    [PostgresFact]
    public async Task Who_has_seen_the_end_gets_no_more()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        await new Journey(_host).FinishAsync(id, "{}");
        string seen;
        await using (var stream = await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", null))
        {
            seen = (await stream.NextAsync(Limit))!.Id;
        }

        await using var again = await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", seen);
        Assert.Null(await again.NextAsync(Limit));
    }

    [PostgresFact]
    public async Task A_batch_tells_its_progress_until_all_are_through()
    {
        var answer = await _host.Client.PostAsync("/api/v1/documents", Sent.Form(Sent.Zip(("a.pdf", Sent.Pdf(1)), ("b.pdf", Sent.Pdf(2))), "x.zip"), null).AcceptedAsync();
        await using var stream = await EventReader.OpenAsync(_host.Client, $"{answer.GetProperty("status_url").GetString()}/events", null);
        var first = await stream.NextAsync(Limit);
        Assert.Equal((2, 0), Progress(first));

        foreach (var document in answer.GetProperty("documents").EnumerateArray())
        {
            await new Journey(_host).FinishAsync(document.Id(), "{}");
        }

        EventLine? last = null;
        while (await stream.NextAsync(Limit) is { } next)
        {
            last = next;
        }

        Assert.Equal((2, 2), Progress(last));
    }

    [PostgresFact]
    public async Task A_hundred_streams_hold_no_connection_of_the_database_and_hear_of_a_change_within_seconds()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        var streams = new List<EventReader>();
        for (var i = 0; i < 100; i++)
        {
            streams.Add(await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", null));
        }

        await Task.WhenAll(streams.Select(stream => stream.NextAsync(Limit)));
        // The pool has at most 20; 100 streams with one each could not even be opened.
        var busy = await _host.CountAsync($"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()");
        await new Journey(_host).FailAsync(id, DocumentFailures.Damaged);
        var started = TimeProvider.System.GetTimestamp();
        var heard = await Task.WhenAll(streams.Select(async stream =>
        {
            EventLine? last = null;
            while (await stream.NextAsync(Limit) is { } next)
            {
                last = next;
            }

            return Stage(last);
        }));
        var took = TimeProvider.System.GetElapsedTime(started);

        Assert.All(heard, stage => Assert.Equal("failed", stage));
        Assert.InRange(busy, 0, 3);
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took}.");
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task A_silent_stream_has_a_comment_every_15_seconds()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        await using var stream = await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", null);
        await stream.NextAsync(Limit);
        var started = TimeProvider.System.GetTimestamp();

        Assert.StartsWith(":", await stream.CommentAsync(Limit), StringComparison.Ordinal);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 10, 25);
    }

    [PostgresFact]
    public async Task A_revoked_key_ends_its_streams_within_seconds_and_no_others()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        var issued = await _host.KeyAsync(new NewApiKey { Name = "short", Scopes = [ApiScopes.Read] });
        using var client = _host.ClientWith(issued.Secret.Text);
        await using var revoked = await EventReader.OpenAsync(client, $"/api/v1/documents/{id}/events", null);
        await using var live = await EventReader.OpenAsync(_host.Client, $"/api/v1/documents/{id}/events", null);
        Assert.Equal("received", Stage(await revoked.NextAsync(Limit)));
        Assert.Equal("received", Stage(await live.NextAsync(Limit)));

        Assert.Equal(1, await new ApiKeys(_host.Database).RevokeAsync(issued.Key.Prefix, CancellationToken.None));

        Assert.Null(await revoked.NextAsync(TimeSpan.FromSeconds(8)));
        await new Journey(_host).ReadAsync(id);
        Assert.Equal("extracting", Stage(await live.NextAsync(Limit)));
    }

    [PostgresFact]
    public async Task More_streams_than_may_be_are_refused()
    {
        await using var small = await ApiHost.StartAsync(postgres, ApiHost.Roomy with { MaxStreams = 2 });
        var id = (await small.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        await using var first = await EventReader.OpenAsync(small.Client, $"/api/v1/documents/{id}/events", null);
        await using (await EventReader.OpenAsync(small.Client, $"/api/v1/documents/{id}/events", null))
        {
            Assert.Equal("busy", await small.Client.GetAsync($"/api/v1/documents/{id}/events").ProblemAsync(HttpStatusCode.ServiceUnavailable));
        }

        // A stream that was left makes room.
        var waited = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/documents/{id}/events");
            using var response = await small.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                break;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(waited) < Limit);
            await Task.Delay(100);
        }
    }

    private static string? Stage(EventLine? line)
    {
        using var data = JsonDocument.Parse(line!.Data);
        return data.RootElement.GetProperty("stage").GetString();
    }

    private static (int Total, int Ended) Progress(EventLine? line)
    {
        using var data = JsonDocument.Parse(line!.Data);
        return (data.RootElement.GetProperty("total").GetInt32(), data.RootElement.GetProperty("ended").GetInt32());
    }
}
