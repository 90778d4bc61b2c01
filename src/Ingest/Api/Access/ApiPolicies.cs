using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Pipeline.Storage.Access;

namespace Pipeline.Ingest.Api.Access;

/// <summary>One policy for each scope, of the same name. What has no policy is refused.</summary>
internal static class ApiPolicies
{
    public static void Configure(AuthorizationOptions options)
    {
        foreach (var scope in ApiScopes.All)
        {
            options.AddPolicy(scope, policy => policy
                .AddAuthenticationSchemes(ApiKeyHandler.SchemeName)
                .RequireAuthenticatedUser()
                .RequireClaim(ApiKeyHandler.ScopeClaim, scope, ApiScopes.Admin));
        }

        // An endpoint that somebody forgot to protect is closed; an address without an endpoint is not found.
        options.FallbackPolicy ??= new AuthorizationPolicyBuilder(ApiKeyHandler.SchemeName)
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is null)
            .Build();
    }
}
