using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>Fails a test that gets an answer which the OpenAPI document does not tell of: an endpoint, a status, or a type of content.</summary>
public sealed partial class DescribedHandler(ApiHost host) : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 })
{
    private JsonElement? _paths;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith("/api/v1/", StringComparison.Ordinal) && path != "/api/v1/openapi.json")
        {
            Check(await PathsAsync(cancellationToken), request.Method.Method.ToLowerInvariant(), path, response);
        }

        return response;
    }

    private static void Check(JsonElement paths, string method, string path, HttpResponseMessage response)
    {
        var found = paths.EnumerateObject().Where(known => Regex.IsMatch(path, "^" + Parameter().Replace(known.Name, "[^/]+") + "$") && known.Value.TryGetProperty(method, out _)).ToList();
        if (found.Count == 0)
        {
            Assert.Contains((int)response.StatusCode, (int[])[401, 403, 404, 405, 429, 503]);
            return;
        }

        var responses = found[0].Value.GetProperty(method).GetProperty("responses");
        Assert.True(responses.TryGetProperty(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), out var answer), $"{method} {found[0].Name} answers {(int)response.StatusCode}, which its description does not know.");
        if (response.Content.Headers.ContentType?.MediaType is { } type)
        {
            Assert.True(answer.TryGetProperty("content", out var content) && content.TryGetProperty(type, out _), $"{method} {found[0].Name} answers {(int)response.StatusCode} with {type}, which its description does not know.");
        }
    }

    private async Task<JsonElement> PathsAsync(CancellationToken cancellationToken)
    {
        if (_paths is not { } paths)
        {
            using var client = new HttpClient();
            using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri(host.Address, "/api/v1/openapi.json"), cancellationToken));
            _paths = paths = document.RootElement.GetProperty("paths").Clone();
        }

        return paths;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
