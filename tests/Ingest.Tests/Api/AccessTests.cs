using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

[Collection(PostgresGroup.Name)]
public sealed class AccessTests(PostgresFixture postgres) : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(postgres);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [PostgresFact]
    public async Task Every_endpoint_has_a_policy_but_the_description()
    {
        var endpoints = _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.True(endpoints.Count > 12);
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? ApiScopes.All.Contains(endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy) : endpoint.RoutePattern.RawText == "/api/v1/openapi.json",
            $"{endpoint.DisplayName} has no policy."));

        // And no endpoint answers without a key.
        using var nobody = _host.ClientWith(null);
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{id:guid}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Replace("{page:int}", "1", StringComparison.Ordinal).Replace("{**path}", "x", StringComparison.Ordinal);
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            Assert.Equal("key_missing", await nobody.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)).ProblemAsync(HttpStatusCode.Unauthorized));
        }
    }

    [PostgresFact]
    public async Task A_key_may_do_what_its_scopes_say()
    {
        var id = (await _host.Client.PostPdfAsync(1).AcceptedAsync()).Id();
        var (_, writer) = await _host.ClientAsync(ApiScopes.Write);
        var (_, reader) = await _host.ClientAsync(ApiScopes.Read);
        var (_, deleter) = await _host.ClientAsync(ApiScopes.Delete);

        await writer.PostPdfAsync(2).AcceptedAsync();
        Assert.Equal("scope_missing", await reader.PostPdfAsync(3).ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal("scope_missing", await writer.GetAsync($"/api/v1/documents/{id}").ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"/api/v1/documents/{id}")).StatusCode);
        Assert.Equal("scope_missing", await reader.DeleteAsync($"/api/v1/documents/{id}").ProblemAsync(HttpStatusCode.Forbidden));
        Assert.Equal(HttpStatusCode.NoContent, (await deleter.DeleteAsync($"/api/v1/documents/{id}")).StatusCode);
    }

    [PostgresFact]
    public async Task A_key_comes_in_a_header_and_nowhere_else()
    {
        using var nobody = _host.ClientWith(null);
        nobody.DefaultRequestHeaders.Add("X-Api-Key", _host.Key);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync($"/api/v1/documents")).StatusCode);

        using var other = _host.ClientWith(null);
        Assert.Equal("key_missing", await other.GetAsync($"/api/v1/documents?api_key={_host.Key}").ProblemAsync(HttpStatusCode.Unauthorized));
        other.DefaultRequestHeaders.Add("Cookie", $"X-Api-Key={_host.Key}");
        Assert.Equal("key_missing", await other.GetAsync($"/api/v1/documents").ProblemAsync(HttpStatusCode.Unauthorized));
        using var wrong = _host.ClientWith(_host.Key + "x");
        using var response = await wrong.GetAsync($"/api/v1/documents");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
    }

    [PostgresFact]
    public async Task A_revoked_key_is_refused_within_seconds_by_every_process()
    {
        await using var other = await ApiHost.StartOnAsync(_host.Database);
        var issued = await _host.KeyAsync(new NewApiKey { Name = "short", Scopes = [ApiScopes.Read] });
        using var here = _host.ClientWith(issued.Secret.Text);
        using var there = other.ClientWith(issued.Secret.Text);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync($"/api/v1/documents")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync($"/api/v1/documents")).StatusCode);

        Assert.Equal(1, await new ApiKeys(_host.Database).RevokeAsync(issued.Key.Prefix, CancellationToken.None));

        await Task.Delay(TimeSpan.FromSeconds(3.5));
        Assert.Equal("key_unknown", await here.GetAsync($"/api/v1/documents").ProblemAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("key_unknown", await there.GetAsync($"/api/v1/documents").ProblemAsync(HttpStatusCode.Unauthorized));
    }

    [PostgresFact]
    public async Task An_expired_key_is_refused()
    {
        var issued = await _host.KeyAsync(new NewApiKey { Name = "old", Scopes = [ApiScopes.Read], ExpiresAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1) });
        using var client = _host.ClientWith(issued.Secret.Text);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/v1/documents")).StatusCode);

        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.Equal("key_unknown", await client.GetAsync($"/api/v1/documents").ProblemAsync(HttpStatusCode.Unauthorized));
    }

    [PostgresFact]
    public async Task The_last_use_of_a_key_is_noted()
    {
        await _host.Client.GetAsync($"/api/v1/documents");

        var waited = TimeProvider.System.GetTimestamp();
        while ((await new ApiKeys(_host.Database).ListAsync(CancellationToken.None)).Single().LastUsedAt is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(waited) < TimeSpan.FromSeconds(30));
            await Task.Delay(200);
        }
    }

    [PostgresFact]
    public async Task A_tenant_sees_nothing_of_another()
    {
        var id = (await _host.Client.PostAsync("/api/v1/documents", Sent.Form(Sent.Zip(("a.pdf", Sent.Pdf(1))), "x.zip"), "key-1").AcceptedAsync());
        var document = id.GetProperty("documents")[0].Id();
        var batch = id.GetProperty("batch_id").GetGuid();
        var tenant = new TenantId(Guid.CreateVersion7());
        await using (var context = _host.Database.CreateContext())
        {
            await context.Database.ExecuteSqlAsync($"insert into tenants (id, name, created_at) values ({tenant.Value}, 'other', now())");
        }

        var issued = await new ApiKeys(_host.Database.For(tenant)).CreateAsync(new NewApiKey { Name = "other", Scopes = [ApiScopes.Admin] }, CancellationToken.None);
        using var other = _host.ClientWith(issued.Secret.Text);

        foreach (var path in (string[])["", "/result", "/original", "/pages/1.png", "/events"])
        {
            Assert.Equal("document_not_found", await other.GetAsync($"/api/v1/documents/{document}{path}").ProblemAsync(HttpStatusCode.NotFound));
        }

        Assert.Equal("document_not_found", await other.DeleteAsync($"/api/v1/documents/{document}").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("document_not_found", await other.PostAsync($"/api/v1/documents/{document}/replay", null).ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("batch_not_found", await other.GetAsync($"/api/v1/batches/{batch}").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("batch_not_found", await other.GetAsync($"/api/v1/batches/{batch}/events").ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("batch_unknown", await other.PostPdfAsync(1, $"?batch={batch}").ProblemAsync(HttpStatusCode.UnprocessableEntity));
        Assert.Equal(0, (await (await other.GetAsync($"/api/v1/documents")).JsonAsync()).GetProperty("documents").GetArrayLength());

        // The same content, and the same idempotency key, are no news between tenants.
        var own = await other.PostAsync("/api/v1/documents", Sent.Raw(Sent.Pdf(1)), "key-1").AcceptedAsync();
        Assert.Equal("received", own.GetProperty("documents")[0].GetProperty("stage").GetString());
        Assert.Equal(2, _host.Files().Count);
    }

    [PostgresFact]
    public async Task Only_the_hash_of_a_key_is_kept()
    {
        var issued = await _host.KeyAsync(new NewApiKey { Name = "n", Scopes = [ApiScopes.Read] });

        var secret = issued.Secret.Text[(issued.Secret.Prefix.Length + 1)..];
        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(secret).Length);
        Assert.Equal(0, await _host.CountAsync($"select count(*)::int as \"Value\" from api_keys k where k::text like {"%" + secret + "%"}"));
        Assert.DoesNotContain(secret, issued.ToString(), StringComparison.Ordinal);
    }
}
