using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Sends documents as a program of a customer would: POST /api/v1/documents with a key.</summary>
internal sealed class UploadClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Guid _run = Guid.CreateVersion7();
    private int _sent;

    public UploadClient(Uri address, string key)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>Sends another document, of a content that none had before.</summary>
    /// <param name="priority">bulk or interactive.</param>
    /// <param name="cancellationToken">Ends waiting for the answer.</param>
    /// <returns>Its id; null where it was not accepted for now (429, 503).</returns>
    /// <exception cref="OperatorException">It was refused for a reason that will not pass.</exception>
    public async Task<Guid?> SendAsync(string priority, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _sent);
        using var content = new ByteArrayContent(SmallContract.Bytes(_run, number));
        content.Headers.ContentType = new MediaTypeHeaderValue(SmallContract.ContentType);
        using var answer = await _http.PostAsync(new Uri($"/api/v1/documents?priority={priority}&name={SmallContract.NameOf(number)}", UriKind.Relative), content, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.Accepted:
                using (var accepted = JsonDocument.Parse(text))
                {
                    return accepted.RootElement.GetProperty("id").GetGuid();
                }

            case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable:
                return null;
            default:
                throw new OperatorException($"The API answered {(int)answer.StatusCode}: {text}");
        }
    }

    public void Dispose() => _http.Dispose();
}
