using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class UploadTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Path = "/api/v1/documents";

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(postgres, ApiHost.Roomy with { MaxBytes = 100_000 });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [PostgresFact]
    public async Task A_document_that_is_accepted_is_on_disk_with_its_row_and_its_message()
    {
        using var response = await _host.Client.PostPdfAsync(1, "?name=nda.pdf&reference=crm-1&labels=%7B%22team%22%3A%22legal%22%7D&callback=https://example.com/hook");

        var answer = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var document = Assert.Single(await _host.DocumentsAsync());
        Assert.Equal(document.Id.Value, answer.Id());
        Assert.Equal($"{Path}/{document.Id}", response.Headers.Location?.ToString());
        Assert.Equal(("nda.pdf", DocumentStage.Received, "contracts", DocumentPriority.Interactive), (document.Name, document.Stage, document.Schema, document.Priority));
        Assert.Equal(("crm-1", "legal", "https://example.com/hook"), (document.Reference, document.Labels["team"], document.Callback));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Sent.Pdf(1))), document.Sha256);
        Assert.Equal(Sent.Pdf(1), await File.ReadAllBytesAsync(Assert.Single(_host.Files())));
        Assert.Equal(1, await _host.CountAsync($"select count(*)::int as \"Value\" from outbox where command = 'read_document' and priority = 'interactive'"));
    }

    [PostgresFact]
    public async Task A_form_may_have_its_fields_before_and_after_the_file()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("nda"), "schema" },
            { new ByteArrayContent(Sent.Pdf(2)), "file", "a.pdf" },
            { new StringContent("bulk"), "priority" },
            { new StringContent("""{"a":"1"}"""), "labels" },
        };

        await _host.Client.PostAsync(Path, form, null).AcceptedAsync();

        var document = Assert.Single(await _host.DocumentsAsync());
        Assert.Equal(("a.pdf", "nda", DocumentPriority.Bulk, "1"), (document.Name, document.Schema, document.Priority, document.Labels["a"]));
    }

    [PostgresFact]
    public async Task The_same_content_again_is_a_duplicate_and_another_schema_is_not()
    {
        var first = await _host.Client.PostPdfAsync(3).AcceptedAsync();
        var again = await _host.Client.PostPdfAsync(3).AcceptedAsync();
        var other = await _host.Client.PostPdfAsync(3, "?schema=nda").AcceptedAsync();

        Assert.Equal("duplicate", again.GetProperty("documents")[0].GetProperty("stage").GetString());
        Assert.Equal(first.Id(), again.GetProperty("documents")[0].GetProperty("duplicate_of").GetGuid());
        Assert.Equal("received", other.GetProperty("documents")[0].GetProperty("stage").GetString());
        Assert.Single(_host.Files());
    }

    [PostgresFact]
    public async Task Many_who_send_the_same_content_at_once_get_one_original()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _host.Client.PostPdfAsync(4).AcceptedAsync()));

        Assert.Single(answers, answer => answer.GetProperty("documents")[0].GetProperty("stage").GetString() == "received");
        Assert.Equal(12, (await _host.DocumentsAsync()).Count);
        Assert.Single(_host.Files());
    }

    [PostgresFact]
    public async Task An_archive_becomes_a_batch_of_its_documents()
    {
        var zip = Sent.Zip(("a.pdf", Sent.Pdf(5)), ("folder/b.pdf", Sent.Pdf(6)), ("same.pdf", Sent.Pdf(5)));

        var answer = await _host.Client.PostAsync(Path, Sent.Form(zip, "contracts.zip", ("reference", "deal")), null).AcceptedAsync();

        var documents = answer.GetProperty("documents").EnumerateArray().ToArray();
        Assert.Equal(["contracts.zip/a.pdf", "contracts.zip/folder/b.pdf", "contracts.zip/same.pdf"], documents.Select(document => document.GetProperty("name").GetString()));
        Assert.Equal(["received", "received", "duplicate"], documents.Select(document => document.GetProperty("stage").GetString()));
        Assert.Equal(2, _host.Files().Count);
        var batch = await (await _host.Client.GetAsync($"{answer.GetProperty("status_url").GetString()}")).JsonAsync();
        Assert.Equal(("contracts.zip", "deal", 3, 1), (batch.GetProperty("name").GetString(), batch.GetProperty("reference").GetString(), batch.GetProperty("total").GetInt32(), batch.GetProperty("ended").GetInt32()));
        Assert.All(await _host.DocumentsAsync(), document => Assert.Equal((DocumentPriority.Bulk, "deal", batch.Id()), (document.Priority, document.Reference, document.BatchId!.Value.Value)));
    }

    [PostgresFact]
    public async Task A_mail_gives_its_text_and_its_attachments()
    {
        var mail = $"From: a@example.com\r\nTo: b@example.com\r\nSubject: NDA\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nPlease find our agreement attached.\r\n--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=nda.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Sent.Pdf(7))}\r\n--x--\r\n";

        var answer = await _host.Client.PostAsync(Path, Sent.Form(Encoding.ASCII.GetBytes(mail), "mail.eml"), null).AcceptedAsync();

        Assert.Equal(["mail.eml/message.txt", "mail.eml/nda.pdf"], answer.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("name").GetString()));
    }

    [PostgresFact]
    public async Task A_batch_takes_several_files_and_documents_that_are_sent_later()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Sent.Pdf(8)), "file", "a.pdf" }, { new ByteArrayContent(Sent.Pdf(9)), "file", "b.pdf" } };
        var several = await _host.Client.PostAsync("/api/v1/batches", form, null).AcceptedAsync();
        using var opened = await _host.Client.PostAsync("/api/v1/batches", new StringContent("""{"name":"Later","reference":"r"}""", MediaTypeHeaderValue.Parse("application/json")), null);
        var later = (await opened.JsonAsync()).Id();
        await _host.Client.PostPdfAsync(10, $"?batch={later}").AcceptedAsync();

        Assert.Equal(2, several.GetProperty("documents").GetArrayLength());
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        Assert.Equal($"/api/v1/batches/{later}", opened.Headers.Location?.ToString());
        var batch = await (await _host.Client.GetAsync($"/api/v1/batches/{later}")).JsonAsync();
        Assert.Equal((1, 1), (batch.GetProperty("total").GetInt32(), batch.GetProperty("stages").GetProperty("received").GetInt32()));
        Assert.Equal(DocumentPriority.Bulk, (await _host.DocumentsAsync())[^1].Priority);
    }

    [PostgresFact]
    public async Task What_is_refused_leaves_nothing_behind()
    {
        var big = new byte[150_000];
        Sent.Pdf(1).CopyTo(big, 0);
        var labels = string.Join(',', Enumerable.Range(0, 21).Select(n => $"\"k{n}\":\"v\""));
        (HttpContent Content, string Query, HttpStatusCode Status, string Code)[] refused =
        [
            (Sent.Raw(big), "", HttpStatusCode.RequestEntityTooLarge, "too_large"),
            (new StreamContent(new EndlessStream(150_000)) { Headers = { ContentType = new("application/pdf") } }, "", HttpStatusCode.RequestEntityTooLarge, "too_large"),
            (Sent.Form(big, "big.pdf"), "", HttpStatusCode.RequestEntityTooLarge, "too_large"),
            (Sent.Raw([]), "", HttpStatusCode.BadRequest, "empty"),
            (Sent.Form([], "empty.pdf"), "", HttpStatusCode.BadRequest, "empty"),
            (Sent.Raw([0x4D, 0x5A, 0, 1, 2, 3]), "?name=contract.pdf", HttpStatusCode.UnsupportedMediaType, "unsupported_type"),
            (Sent.Raw("{\\rtf1 hello}"u8.ToArray(), "application/rtf"), "", HttpStatusCode.UnsupportedMediaType, "unsupported_type"),
            (Sent.Raw(Sent.Pdf(1), "application/json"), "", HttpStatusCode.UnsupportedMediaType, "unsupported_type"),
            (Sent.Raw(Sent.Zip(("a.bin", [0, 1, 2]))), "", HttpStatusCode.UnprocessableEntity, "nothing_inside"),
            (Sent.Raw("PK\u0003\u0004 broken"u8.ToArray()), "", HttpStatusCode.UnprocessableEntity, "damaged"),
            (Sent.Raw(Sent.Pdf(1)), "?schema=other", HttpStatusCode.UnprocessableEntity, "schema_unknown"),
            (Sent.Raw(Sent.Pdf(1)), $"?labels={Uri.EscapeDataString("{" + labels + "}")}", HttpStatusCode.UnprocessableEntity, "too_many_labels"),
            (Sent.Raw(Sent.Pdf(1)), "?labels=%7B%22a%22%3A1%7D", HttpStatusCode.UnprocessableEntity, "bad_labels"),
            (Sent.Raw(Sent.Pdf(1)), "?labels=%7B%22a%22%3A%22%5Cu0000%22%7D", HttpStatusCode.UnprocessableEntity, "bad_labels"),
            (Sent.Raw(Sent.Pdf(1)), "?labels=%7B%22a%22%3A%22%5Cud800%22%7D", HttpStatusCode.UnprocessableEntity, "bad_labels"),
            (Sent.Raw(Sent.Pdf(1)), "?labels=oops", HttpStatusCode.UnprocessableEntity, "bad_labels"),
            (Sent.Raw(Sent.Pdf(1)), "?reference=%00", HttpStatusCode.UnprocessableEntity, "bad_reference"),
            (Sent.Raw(Sent.Pdf(1)), "?callback=http://example.com", HttpStatusCode.UnprocessableEntity, "bad_callback"),
            (Sent.Raw(Sent.Pdf(1)), "?callback=https://u:p@example.com", HttpStatusCode.UnprocessableEntity, "bad_callback"),
            (Sent.Raw(Sent.Pdf(1)), "?priority=now", HttpStatusCode.UnprocessableEntity, "bad_priority"),
            (Sent.Raw(Sent.Pdf(1)), "?batch=x", HttpStatusCode.UnprocessableEntity, "batch_unknown"),
            (Sent.Raw(Sent.Pdf(1)), $"?batch={Guid.CreateVersion7()}", HttpStatusCode.UnprocessableEntity, "batch_unknown"),
            (Sent.Raw(Sent.Pdf(1)), "?labls=%7B%7D", HttpStatusCode.UnprocessableEntity, "unknown_field"),
            (new MultipartFormDataContent { { new StringContent("x"), "reference" } }, "", HttpStatusCode.BadRequest, "no_file"),
            (new MultipartFormDataContent { { new ByteArrayContent(Sent.Pdf(1)), "a", "a" }, { new ByteArrayContent(Sent.Pdf(2)), "b", "b" } }, "", HttpStatusCode.BadRequest, "too_many_files"),
            (Sent.Raw(Sent.Pdf(1), "multipart/form-data"), "", HttpStatusCode.BadRequest, "bad_request"),
        ];

        foreach (var (content, query, status, code) in refused)
        {
            Assert.Equal(code, await _host.Client.PostAsync(Path + query, content, null).ProblemAsync(status));
        }

        Assert.Empty(await _host.DocumentsAsync());
        Assert.Empty(_host.Files());
        Assert.Equal(0, await _host.CountAsync($"select (select count(*) from batches)::int + (select count(*) from outbox)::int + (select count(*) from api_usage)::int as \"Value\""));
    }

    [PostgresFact]
    public async Task A_type_that_is_not_read_is_told_with_those_that_are()
    {
        using var response = await _host.Client.PostAsync(Path, Sent.Raw([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]), null);

        var problem = await response.JsonAsync();
        Assert.Contains("PDF", problem.GetProperty("supported").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal(DocumentFailures.OldOffice.Reason, problem.GetProperty("detail").GetString());
    }

    [PostgresFact]
    public async Task A_hostile_name_is_cleaned_and_never_a_path()
    {
        (string Sent, string Shown)[] names =
        [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\windows\\system.ini", "system.ini"),
            ("contract\u202Efdp.exe", "contractfdp.exe"),
            ("a\u0007b\u200Bc.pdf", "abc.pdf"),
            ("..", "unnamed"),
            ("/", "unnamed"),
            (new string('x', 4000), new string('x', 200)),
            ("Vertrag Müller & Söhne.pdf", "Vertrag Müller & Söhne.pdf"),
        ];
        for (var i = 0; i < names.Length; i++)
        {
            var answer = await _host.Client.PostAsync($"{Path}?name={Uri.EscapeDataString(names[i].Sent)}", Sent.Raw(Sent.Pdf(100 + i)), null).AcceptedAsync();
            Assert.Equal(names[i].Shown, answer.GetProperty("documents")[0].GetProperty("name").GetString());
        }

        Assert.All(_host.Files(), file => Assert.Matches("^[0-9a-f]{64}$", System.IO.Path.GetFileName(file)));
    }

    [PostgresFact]
    public async Task No_name_and_no_content_is_logged()
    {
        await _host.Client.PostAsync(Path, Sent.Form(Encoding.ASCII.GetBytes("%PDF-1.7 canary-content"), "canary-name.pdf", ("reference", "canary-reference"), ("labels", """{"canary-label":"x"}""")), "canary-idempotency").AcceptedAsync();
        await _host.Client.PostAsync(Path, Sent.Raw([1, 0, 2]), "canary-refused").ProblemAsync(HttpStatusCode.UnsupportedMediaType);

        Assert.NotEmpty(_host.Logs.Lines);
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Contains("canary", StringComparison.Ordinal));
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Contains(_host.Key, StringComparison.Ordinal));
    }
}
