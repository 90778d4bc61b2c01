using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class DescriptionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private ApiHost _host = null!;
    private JsonElement _document;

    public async Task InitializeAsync()
    {
        _host = await ApiHost.StartAsync(postgres);
        using var nobody = new HttpClient { BaseAddress = _host.Address };
        using var document = JsonDocument.Parse(await nobody.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)));
        _document = document.RootElement.Clone();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [PostgresFact]
    public void It_is_OpenAPI_3_1_with_both_ways_to_send_a_key()
    {
        Assert.StartsWith("3.1", _document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var schemes = _document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("bearer", schemes.GetProperty("bearer").GetProperty("scheme").GetString());
        Assert.Equal("X-Api-Key", schemes.GetProperty("api_key").GetProperty("name").GetString());
    }

    [PostgresFact]
    public void Every_endpoint_is_described_with_its_scope_and_its_refusals()
    {
        var endpoints = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not null)
            .ToList();

        Assert.Equal(12, endpoints.Count);
        foreach (var endpoint in endpoints)
        {
            var path = endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).Replace(":int", "", StringComparison.Ordinal);
            var operation = _document.GetProperty("paths").GetProperty(path).GetProperty(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant());
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.Contains($"scope {endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy}", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Equal(2, operation.GetProperty("security").GetArrayLength());
            foreach (var status in (string[])["401", "403", "429", "500", "503"])
            {
                Assert.True(operation.GetProperty("responses").GetProperty(status).GetProperty("content").TryGetProperty("application/problem+json", out _), $"{path} {status}");
            }
        }
    }

    [PostgresFact]
    public void Uploads_tell_their_form_their_fields_and_their_key()
    {
        var upload = _document.GetProperty("paths").GetProperty("/api/v1/documents").GetProperty("post");
        var form = upload.GetProperty("requestBody").GetProperty("content").GetProperty("multipart/form-data").GetProperty("schema").GetProperty("properties");

        Assert.Equal(["file", "name", "reference", "labels", "schema", "batch", "priority", "callback"], form.EnumerateObject().Select(field => field.Name));
        Assert.Contains(upload.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key" && parameter.GetProperty("in").GetString() == "header");
        Assert.True(upload.GetProperty("responses").GetProperty("202").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _));
        Assert.True(upload.GetProperty("responses").GetProperty("429").GetProperty("headers").TryGetProperty("Retry-After", out _));
    }

    [PostgresFact]
    public void Answers_are_described_as_they_are_written()
    {
        var document = _document.GetProperty("components").GetProperty("schemas").GetProperty("DocumentAnswer").GetProperty("properties");

        Assert.True(document.TryGetProperty("size_bytes", out var size));
        Assert.NotEmpty(size.GetProperty("description").GetString()!);
        Assert.True(document.TryGetProperty("received_at", out _));
        var text = _document.GetRawText();
        Assert.DoesNotContain("sizeBytes", text, StringComparison.Ordinal);
        Assert.Contains("\"extracting\"", text, StringComparison.Ordinal);
    }
}
