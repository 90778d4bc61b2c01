using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>Bodies, and what comes back.</summary>
public static class Sent
{
    /// <summary>Enough of a PDF to be taken for one; each number another.</summary>
    public static byte[] Pdf(int number) => Encoding.ASCII.GetBytes($"%PDF-1.7\n% contract {number}\n%%EOF\n");

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    public static HttpContent Raw(byte[] content, string type = "application/pdf")
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        return body;
    }

    public static MultipartFormDataContent Form(byte[] content, string name, params (string Name, string Value)[] fields)
    {
        // As RFC 8187 writes what does not fit between quotes.
        var file = new ByteArrayContent(content) { Headers = { ContentDisposition = new("form-data") { Name = "file", FileName = "f", FileNameStar = name } } };
        var form = new MultipartFormDataContent { file };
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        return form;
    }

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, HttpContent content, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PostPdfAsync(this HttpClient client, int number, string query = "") =>
        client.PostAsync(new Uri($"/api/v1/documents{query}", UriKind.Relative), Raw(Pdf(number)));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public static async Task<JsonElement> AcceptedAsync(this Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.JsonAsync();
    }

    /// <summary>The problem's code, after checking that it is one as RFC 9457 has it.</summary>
    public static async Task<string> ProblemAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(text);
        var problem = document.RootElement;
        var code = problem.GetProperty("code").GetString()!;
        Assert.Equal($"urn:pipeline:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        if (status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        }

        return code;
    }

    public static Guid Id(this JsonElement answer) => answer.GetProperty("id").GetGuid();

    public static Task<HttpResponseMessage> GetAsync(this HttpClient client, FormattableString path) => client.GetAsync(new Uri(path.ToString(System.Globalization.CultureInfo.InvariantCulture), UriKind.Relative));
}
