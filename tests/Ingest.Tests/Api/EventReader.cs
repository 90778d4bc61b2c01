using System.Net;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>Reads server-sent events as a client does.</summary>
public sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventReader(HttpResponseMessage response, StreamReader reader) => (_response, _reader) = (response, reader);

    public static async Task<EventReader> OpenAsync(HttpClient client, string path, string? seen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (seen is not null)
        {
            request.Headers.Add("Last-Event-ID", seen);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>Null when the stream ended.</summary>
    public async Task<EventLine?> NextAsync(TimeSpan limit)
    {
        var fields = new Dictionary<string, string>();
        while (await LineAsync(limit) is { } line)
        {
            if (line.Length == 0 && fields.Count > 0)
            {
                return new EventLine(fields["id"], fields["event"], fields["data"]);
            }

            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                fields[line[..colon]] = line[(colon + 2)..];
            }
        }

        return null;
    }

    public async Task<string> CommentAsync(TimeSpan limit)
    {
        while (await LineAsync(limit) is { } line)
        {
            if (line.StartsWith(':'))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> LineAsync(TimeSpan limit)
    {
        using var cancelled = new CancellationTokenSource(limit);
        return await _reader.ReadLineAsync(cancelled.Token);
    }
}
