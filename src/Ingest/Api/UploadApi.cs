using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Ingest.Api.Access;
using Pipeline.Ingest.Api.Batches;
using Pipeline.Ingest.Api.Description;
using Pipeline.Ingest.Api.Documents;
using Pipeline.Ingest.Api.Events;
using Pipeline.Ingest.Api.Limits;
using Pipeline.Ingest.Api.Pages;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Ingest.Api.Uploads;
using Pipeline.Storage.Access;

namespace Pipeline.Ingest.Api;

/// <summary>The API that programs send documents to and fetch results from (docs/api.md).</summary>
public static class UploadApi
{
    /// <summary>What all its addresses start with.</summary>
    public const string Root = "/api/v1";

    /// <summary>Needs, as singletons, <c>PipelineDatabase</c>, <c>TenantBlobs</c> and <c>TimeProvider</c>; uses <see cref="IPageImages"/> where the host has one.
    /// Adds the authentication scheme of API keys, one policy for each scope, and a fallback policy that closes every endpoint without a policy.</summary>
    public static IServiceCollection AddUploadApi(this IServiceCollection services, UploadApiOptions options)
    {
        services.AddSingleton(options);
        services.AddMetrics();
        services.TryAddSingleton<IPageImages, NoPageImages>();
        services.AddSingleton<ApiStores>();
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<RateGate>();
        services.AddSingleton<Admission>();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<DocumentEndpoints>();
        services.AddSingleton<BatchEndpoints>();
        services.AddSingleton<EventEndpoints>();
        services.AddSingleton<ApiUpkeep>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiUpkeep>());
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddAuthentication(ApiKeyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddAuthorization(ApiPolicies.Configure);
        services.ConfigureHttpJsonOptions(json => ApiJson.Apply(json.SerializerOptions));
        services.Configure<KestrelServerOptions>(server =>
        {
            server.AddServerHeader = false;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        services.AddApiDescription();
        return services;
    }

    public static void MapUploadApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root);
        api.AddEndpointFilter<RouteGroupBuilder, ApiFilter>();
        MapDocuments(api);
        MapBatches(api);
        api.MapFallback("/{**path}", () => (IResult)new ProblemAnswer(ApiProblems.NotFound)).RequireAuthorization(ApiScopes.Read).ExcludeFromDescription();
        app.MapOpenApi(ApiDescription.Address).AllowAnonymous();
    }

    private static void MapDocuments(RouteGroupBuilder api)
    {
        api.MapPost("/documents", (HttpContext context, UploadEndpoint endpoint, CancellationToken cancellationToken) => endpoint.AcceptAsync(context, batch: false, cancellationToken))
            .RequireAuthorization(ApiScopes.Write).Describe(Descriptions.PostDocument).Uploads(many: false);
        api.MapGet("/documents", (HttpContext context, DocumentEndpoints endpoint, [AsParameters] ListQuery query, CancellationToken cancellationToken) => endpoint.ListAsync(context, query, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.ListDocuments);
        api.MapGet("/documents/{id:guid}", (HttpContext context, DocumentEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.GetAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.GetDocument);
        api.MapGet("/documents/{id:guid}/result", (HttpContext context, DocumentEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.ResultAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.GetResult);
        api.MapGet("/documents/{id:guid}/original", (HttpContext context, DocumentEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.OriginalAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.GetOriginal);
        api.MapGet("/documents/{id:guid}/pages/{page:int}.png", (HttpContext context, DocumentEndpoints endpoint, Guid id, int page, CancellationToken cancellationToken) => endpoint.PageAsync(context, id, page, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.GetPage);
        api.MapGet("/documents/{id:guid}/events", (HttpContext context, EventEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.DocumentAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.DocumentEvents);
        api.MapPost("/documents/{id:guid}/replay", (HttpContext context, DocumentEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.ReplayAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Write).Describe(Descriptions.Replay);
        api.MapDelete("/documents/{id:guid}", (HttpContext context, DocumentEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.DeleteAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Delete).Describe(Descriptions.Delete);
    }

    private static void MapBatches(RouteGroupBuilder api)
    {
        api.MapPost("/batches", (HttpContext context, BatchEndpoints endpoint, CancellationToken cancellationToken) => endpoint.PostAsync(context, cancellationToken))
            .RequireAuthorization(ApiScopes.Write).Describe(Descriptions.PostBatch).Uploads(many: true);
        api.MapGet("/batches/{id:guid}", (HttpContext context, BatchEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.GetAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.GetBatch);
        api.MapGet("/batches/{id:guid}/events", (HttpContext context, EventEndpoints endpoint, Guid id, CancellationToken cancellationToken) => endpoint.BatchAsync(context, id, cancellationToken))
            .RequireAuthorization(ApiScopes.Read).Describe(Descriptions.BatchEvents);
    }
}
