using System.Net;
using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Api.Pages;
using Pipeline.Storage.Documents;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class DocumentTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Pages _pages = new();

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(postgres, pages: _pages);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [PostgresFact]
    public async Task The_status_tells_stage_attempts_and_cost()
    {
        var id = (await _host.Client.PostPdfAsync(1, "?reference=r").AcceptedAsync()).Id();
        await new Journey(_host).ReadAsync(id);

        var document = await (await _host.Client.GetAsync($"/api/v1/documents/{id}")).JsonAsync();

        Assert.Equal(("extracting", "r", 1, 3), (document.GetProperty("stage").GetString(), document.GetProperty("reference").GetString(), document.GetProperty("attempts").GetInt32(), document.GetProperty("page_count").GetInt32()));
        var attempt = document.GetProperty("timeline")[0];
        Assert.Equal(("reading", "completed"), (attempt.GetProperty("stage").GetString(), attempt.GetProperty("outcome").GetString()));
        Assert.Equal(("USD", 0.00001m, 0m), (document.GetProperty("cost")[0].GetProperty("currency").GetString(), document.GetProperty("cost")[0].GetProperty("amount").GetDecimal(), document.GetProperty("cost")[0].GetProperty("waste").GetDecimal()));
    }

    [PostgresFact]
    public async Task The_result_comes_byte_for_byte_with_what_the_sender_gave()
    {
        var id = (await _host.Client.PostPdfAsync(1, "?reference=crm-1&labels=%7B%22team%22%3A%22legal%22%7D").AcceptedAsync()).Id();
        Assert.Equal("result_not_ready", await _host.Client.GetAsync($"/api/v1/documents/{id}/result").ProblemAsync(HttpStatusCode.Conflict));
        const string stored = """{"document":"x",  "status":"accepted","n":1.50,"text":"§ \u00e9 <b>"}""";
        await new Journey(_host).FinishAsync(id, stored);
        var copy = (await _host.Client.PostPdfAsync(1, "?reference=copy").AcceptedAsync()).Id();

        var text = await (await _host.Client.GetAsync($"/api/v1/documents/{id}/result")).Content.ReadAsStringAsync();
        var duplicate = await (await _host.Client.GetAsync($"/api/v1/documents/{copy}/result")).JsonAsync();

        Assert.Equal($$"""{"id":"{{id}}","status":"accepted","revision":1,"reference":"crm-1","labels":{"team":"legal"},"duplicate_of":null,"result":{{stored}}}""", text);
        Assert.Equal(("duplicate", "copy", id, stored), (duplicate.GetProperty("status").GetString(), duplicate.GetProperty("reference").GetString(), duplicate.GetProperty("duplicate_of").GetGuid(), duplicate.GetProperty("result").GetRawText()));
    }

    [PostgresFact]
    public async Task A_document_that_failed_says_why_and_can_be_sent_through_again()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        Assert.Equal("document_not_failed", await _host.Client.PostAsync($"/api/v1/documents/{id}/replay", null).ProblemAsync(HttpStatusCode.Conflict));
        await new Journey(_host).FailAsync(id, DocumentFailures.Damaged);

        using var response = await _host.Client.GetAsync($"/api/v1/documents/{id}/result");
        using var replayed = await _host.Client.PostAsync($"/api/v1/documents/{id}/replay", null);

        var problem = await response.JsonAsync();
        Assert.Equal((HttpStatusCode.Conflict, "document_failed", "damaged"), (response.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("failure").GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.Accepted, replayed.StatusCode);
        var document = await replayed.JsonAsync();
        Assert.Equal(("received", 0), (document.GetProperty("stage").GetString(), document.GetProperty("failures").GetInt32()));
        Assert.Equal(2, await _host.CountAsync($"select count(*)::int as \"Value\" from outbox where document_id = {id} and command = 'read_document'"));
    }

    [PostgresFact]
    public async Task Lists_go_from_the_latest_to_the_first_page_by_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await _host.Client.PostPdfAsync(i, $"?reference={(i % 2 == 0 ? "even" : "odd")}").AcceptedAsync();
        }

        var all = (await _host.DocumentsAsync()).Select(document => document.Id.Value).Reverse().ToArray();
        var seen = new List<Guid>();
        for (string? after = null; ;)
        {
            var page = await (await _host.Client.GetAsync($"/api/v1/documents?limit=2{(after is null ? "" : $"&after={after}")}")).JsonAsync();
            seen.AddRange(page.GetProperty("documents").EnumerateArray().Select(document => document.Id()));
            after = page.GetProperty("next").GetString();
            if (after is null)
            {
                break;
            }
        }

        Assert.Equal(all, seen);
        Assert.Equal(3, await CountAsync("?reference=even"));
        Assert.Equal(5, await CountAsync("?stage=received"));
        Assert.Equal(0, await CountAsync("?stage=done"));
        Assert.Equal(0, await CountAsync($"?batch={Guid.CreateVersion7()}"));
        Assert.Equal("bad_stage", await _host.Client.GetAsync($"/api/v1/documents?stage=gone").ProblemAsync(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("bad_limit", await _host.Client.GetAsync($"/api/v1/documents?limit=201").ProblemAsync(HttpStatusCode.UnprocessableEntity));
        Assert.Equal("bad_request", await _host.Client.GetAsync($"/api/v1/documents?after=x").ProblemAsync(HttpStatusCode.BadRequest));
    }

    [PostgresFact]
    public async Task The_original_is_an_attachment_that_no_browser_shows()
    {
        var html = Encoding.UTF8.GetBytes("<!doctype html><script>alert(1)</script>");
        var id = (await _host.Client.PostAsync("/api/v1/documents", Sent.Form(html, "ä\"; x=.html"), null).AcceptedAsync()).Id();

        using var response = await _host.Client.GetAsync($"/api/v1/documents/{id}/original");

        Assert.Equal(html, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_page_is_a_picture_or_a_reason()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();

        using var page = await _host.Client.GetAsync($"/api/v1/documents/{id}/pages/1.png");

        Assert.Equal(("image/png", "png"), (page.Content.Headers.ContentType?.MediaType, await page.Content.ReadAsStringAsync()));
        Assert.Equal("page_not_found", await _host.Client.GetAsync($"/api/v1/documents/{id}/pages/0.png").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("page_not_found", await _host.Client.GetAsync($"/api/v1/documents/{id}/pages/9.png").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("page_not_drawable", await _host.Client.GetAsync($"/api/v1/documents/{id}/pages/2.png").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("busy", await _host.Client.GetAsync($"/api/v1/documents/{id}/pages/3.png").ProblemAsync(HttpStatusCode.ServiceUnavailable));
    }

    [PostgresFact]
    public async Task What_is_deleted_is_gone_and_stays_in_the_books()
    {
        var id = (await _host.Client.PostPdfAsync(1, "?name=secret.pdf&reference=r").AcceptedAsync()).Id();
        await new Journey(_host).FinishAsync(id, """{"document":"secret.pdf"}""");

        Assert.Equal(HttpStatusCode.NoContent, (await _host.Client.DeleteAsync($"/api/v1/documents/{id}")).StatusCode);

        Assert.Empty(_host.Files());
        Assert.Equal("document_not_found", await _host.Client.DeleteAsync($"/api/v1/documents/{id}").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("document_not_found", await _host.Client.GetAsync($"/api/v1/documents/{id}").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal(0, await _host.CountAsync($"select count(*)::int as \"Value\" from results"));
        Assert.Equal(2, await _host.CountAsync($"select count(*)::int as \"Value\" from cost_entries where document_id = {id}"));
        Assert.Equal(0, await _host.CountAsync($"select count(*)::int as \"Value\" from documents d where d::text like '%secret%'"));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Sent.Pdf(1))), _pages.Forgotten);
    }

    [PostgresFact]
    public async Task The_oldest_duplicate_takes_the_place_of_a_deleted_original()
    {
        var original = (await _host.Client.PostPdfAsync(1, "?name=secret.pdf").AcceptedAsync()).Id();
        var heir = (await _host.Client.PostPdfAsync(1, "?name=heir.pdf&reference=h").AcceptedAsync()).Id();
        var other = (await _host.Client.PostPdfAsync(1, "?name=other.pdf").AcceptedAsync()).Id();
        await new Journey(_host).FinishAsync(original, """{"document":"secret.pdf","status":"accepted","n":1.50}""");

        await _host.Client.DeleteAsync($"/api/v1/documents/{original}");

        Assert.Single(_host.Files());
        var result = await (await _host.Client.GetAsync($"/api/v1/documents/{heir}/result")).JsonAsync();
        Assert.Equal(("accepted", "heir.pdf", heir, "h", "1.50"), (result.GetProperty("status").GetString(), result.GetProperty("result").GetProperty("document").GetString(), result.GetProperty("result").Id(), result.GetProperty("result").GetProperty("reference").GetString(), result.GetProperty("result").GetProperty("n").GetRawText()));
        var duplicate = await (await _host.Client.GetAsync($"/api/v1/documents/{other}/result")).JsonAsync();
        Assert.Equal(("duplicate", heir), (duplicate.GetProperty("status").GetString(), duplicate.GetProperty("duplicate_of").GetGuid()));
        Assert.Equal(Sent.Pdf(1), await (await _host.Client.GetAsync($"/api/v1/documents/{heir}/original")).Content.ReadAsByteArrayAsync());

        await _host.Client.DeleteAsync($"/api/v1/documents/{other}");
        await _host.Client.DeleteAsync($"/api/v1/documents/{heir}");
        Assert.Empty(_host.Files());
    }

    [PostgresFact]
    public async Task A_duplicate_of_what_was_deleted_before_it_was_read_is_read_itself()
    {
        var original = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        var heir = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        var claim = await new DocumentClaims(_host.Database).ClaimAsync(new DocumentId(original), DocumentStage.Received, "w", TimeSpan.FromMinutes(1), CancellationToken.None);

        await _host.Client.DeleteAsync($"/api/v1/documents/{original}");

        Assert.Equal(WriteOutcome.ClaimLost, await new DocumentOutcomes(_host.Database).CompleteReadingAsync(claim!.Claim, Journey.Layout, [], CancellationToken.None));
        Assert.Equal("received", (await (await _host.Client.GetAsync($"/api/v1/documents/{heir}")).JsonAsync()).GetProperty("stage").GetString());
        Assert.Equal(1, await _host.CountAsync($"select count(*)::int as \"Value\" from outbox where document_id = {heir} and command = 'read_document'"));
        await new Journey(_host).FinishAsync(heir, """{"status":"review"}""");
    }

    [PostgresFact]
    public async Task Sending_and_deleting_the_same_content_at_once_never_loses_what_was_accepted()
    {
        for (var round = 0; round < 10; round++)
        {
            var first = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
            var sending = Enumerable.Range(0, 4).Select(_ => _host.Client.PostPdfAsync(1).AcceptedAsync()).ToArray();
            await _host.Client.DeleteAsync($"/api/v1/documents/{first}");
            foreach (var answer in await Task.WhenAll(sending))
            {
                using var original = await _host.Client.GetAsync($"/api/v1/documents/{answer.Id()}/original");
                Assert.Equal(HttpStatusCode.OK, original.StatusCode);
                var document = await (await _host.Client.GetAsync($"/api/v1/documents/{answer.Id()}")).JsonAsync();
                if (document.GetProperty("duplicate_of").GetString() is { } carrier)
                {
                    Assert.Equal(HttpStatusCode.OK, (await _host.Client.GetAsync($"/api/v1/documents/{carrier}")).StatusCode);
                }
            }

            foreach (var document in (await _host.DocumentsAsync()).Where(document => document.Stage != DocumentStage.Deleted))
            {
                await _host.Client.DeleteAsync($"/api/v1/documents/{document.Id}");
            }
        }

        Assert.Empty(_host.Files());
    }

    private async Task<int> CountAsync(string query) =>
        (await (await _host.Client.GetAsync($"/api/v1/documents{query}")).JsonAsync()).GetProperty("documents").GetArrayLength();

    private sealed class Pages : IPageImages
    {
        public List<string> Forgotten { get; } = [];

        public Task<PageImage> DrawAsync(TenantId tenant, string sha256, int page, CancellationToken cancellationToken) => Task.FromResult(page switch
        {
            1 => PageImage.Of(new MemoryStream("png"u8.ToArray())),
            2 => PageImage.None(PageImageProblem.NotDrawable),
            3 => PageImage.None(PageImageProblem.Busy),
            _ => PageImage.None(PageImageProblem.NoSuchPage),
        });

        public Task ForgetAsync(TenantId tenant, string sha256, CancellationToken cancellationToken)
        {
            Forgotten.Add(sha256);
            return Task.CompletedTask;
        }
    }
}
