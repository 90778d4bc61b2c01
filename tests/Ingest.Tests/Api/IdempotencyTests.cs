using System.Net;
using Pipeline.Storage.Access;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class IdempotencyTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Path = "/api/v1/documents";

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(postgres);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [PostgresFact]
    public async Task The_same_key_and_body_get_the_same_answer_and_one_document()
    {
        using var first = await _host.Client.PostAsync(Path, Sent.Form(Sent.Pdf(1), "a.pdf", ("reference", "r")), "key-1");
        using var again = await _host.Client.PostAsync(Path, Sent.Form(Sent.Pdf(1), "a.pdf", ("reference", "r")), "key-1");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Single(await _host.DocumentsAsync());
        Assert.Single(_host.Files());
    }

    [PostgresFact]
    public async Task The_same_key_with_another_body_or_other_fields_is_refused_and_leaves_nothing()
    {
        await _host.Client.PostAsync(Path, Sent.Form(Sent.Pdf(1), "a.pdf"), "key-1").AcceptedAsync();

        Assert.Equal("idempotency_key_reused", await _host.Client.PostAsync(Path, Sent.Form(Sent.Pdf(2), "a.pdf"), "key-1").ProblemAsync(HttpStatusCode.Conflict));
        Assert.Equal("idempotency_key_reused", await _host.Client.PostAsync(Path, Sent.Form(Sent.Pdf(1), "a.pdf", ("reference", "x")), "key-1").ProblemAsync(HttpStatusCode.Conflict));
        Assert.Single(await _host.DocumentsAsync());
        Assert.Single(_host.Files());
    }

    [PostgresFact]
    public async Task The_same_key_while_the_first_is_under_way_is_told_to_come_back()
    {
        var gate = new GatedStream(Sent.Pdf(1));
        var content = new StreamContent(gate) { Headers = { ContentType = new("application/pdf") } };
        var first = _host.Client.PostAsync(Path, content, "key-1");
        await gate.Reached.WaitAsync(TimeSpan.FromSeconds(20));
        while (await _host.CountAsync($"select count(*)::int as \"Value\" from idempotency_keys") == 0)
        {
            await Task.Delay(10);
        }

        using var second = await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(1)), "key-1");
        gate.Open();
        var answer = await first.AcceptedAsync();

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.True(second.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal("request_under_way", (await second.JsonAsync()).GetProperty("code").GetString());
        var third = await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(1)), "key-1").AcceptedAsync();
        Assert.Equal(answer.Id(), third.Id());
    }

    [PostgresFact]
    public async Task Twenty_at_once_with_one_key_make_one_document()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(1)), "key-1");
            return response.StatusCode;
        }));

        Assert.All(codes, code => Assert.Contains(code, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.Conflict]));
        Assert.Contains(HttpStatusCode.Accepted, codes);
        Assert.Single(await _host.DocumentsAsync());
    }

    [PostgresFact]
    public async Task A_key_whose_request_was_refused_may_be_used_again()
    {
        await _host.Client.PostAsync(Path + "?schema=none", Sent.Raw(Sent.Pdf(1)), "key-1").ProblemAsync(HttpStatusCode.UnprocessableEntity);

        await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(1)), "key-1").AcceptedAsync();
    }

    [PostgresFact]
    public async Task A_key_is_the_tenants_own_and_has_a_form()
    {
        Assert.Equal("bad_idempotency_key", await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(1)), new string('k', 201)).ProblemAsync(HttpStatusCode.BadRequest));
        Assert.Equal("bad_idempotency_key", await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(1)), "a b").ProblemAsync(HttpStatusCode.BadRequest));
    }

    [PostgresFact]
    public async Task A_batch_that_is_sent_twice_with_one_key_is_one_batch()
    {
        var zip = Sent.Zip(("a.pdf", Sent.Pdf(1)), ("b.pdf", Sent.Pdf(2)));

        var first = await _host.Client.PostAsync(Path, Sent.Form(zip, "x.zip"), "key-1").AcceptedAsync();
        var again = await _host.Client.PostAsync(Path, Sent.Form(zip, "x.zip"), "key-1").AcceptedAsync();

        Assert.Equal(first.GetProperty("batch_id").GetGuid(), again.GetProperty("batch_id").GetGuid());
        Assert.Equal(2, (await _host.DocumentsAsync()).Count);
    }

    [PostgresFact]
    public async Task What_is_older_than_a_day_is_forgotten()
    {
        await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(1)), "key-1").AcceptedAsync();
        await using (var context = _host.Database.CreateContext())
        {
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlAsync(context.Database, $"update idempotency_keys set created_at = created_at - interval '25 hours'");
        }

        await _host.Client.PostAsync(Path, Sent.Raw(Sent.Pdf(2)), "key-1").AcceptedAsync();
        Assert.Equal(0, await new KeptAnswers(_host.Database).PurgeAsync(CancellationToken.None));
    }

    private sealed class GatedStream(byte[] content) : MemoryStream(content)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _half;

        public Task Reached => _reached.Task;

        public override bool CanSeek => false;

        public void Open() => _open.TrySetResult();

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(ToArray().AsMemory(0, 10), cancellationToken);
            await destination.FlushAsync(cancellationToken);
            _reached.TrySetResult();
            await _open.Task;
            await destination.WriteAsync(ToArray().AsMemory(10), cancellationToken);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_half)
            {
                _half = true;
                return await base.ReadAsync(buffer[..10], cancellationToken);
            }

            _reached.TrySetResult();
            await _open.Task;
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
