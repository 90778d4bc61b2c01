using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Ingest.Api.Limits;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Api.Access;

/// <summary>Tells by its key who sends a request: in a header only, since addresses end up in logs and cookies are sent by themselves.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, RateGate rates)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string ScopeClaim = "scope";
    public const string HeaderName = "X-Api-Key";

    private const int LongestKey = 200;

    private ApiProblem _refusal = ApiProblems.KeyMissing;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Path.StartsWithSegments(UploadApi.Root, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (Context.Connection.RemoteIpAddress is { } address && rates.TryAddress(address) is { } wait)
        {
            return Refuse(ApiProblems.RateExceeded(wait));
        }

        if (SentKey() is not { Length: > 0 and <= LongestKey } sent)
        {
            return AuthenticateResult.NoResult();
        }

        try
        {
            return await FindAsync(sent);
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            return Refuse(ApiProblems.DatabaseAway);
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_refusal.Status == StatusCodes.Status401Unauthorized)
        {
            Response.Headers.WWWAuthenticate = "Bearer";
        }

        return ProblemAnswer.WriteAsync(Context, _refusal);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var scope = Context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() is [.., { Policy: { } policy }] ? policy : null;
        return ProblemAnswer.WriteAsync(Context, ApiProblems.Forbidden(scope));
    }

    private async Task<AuthenticateResult> FindAsync(string sent)
    {
        var key = await keys.FindAsync(sent, Context.RequestAborted);
        if (key is null)
        {
            return Refuse(ApiProblems.KeyUnknown);
        }

        if (!key.IsLive(TimeProvider.GetUtcNow()))
        {
            Log.DeadKey(Logger, key.Id);
            return Refuse(ApiProblems.KeyUnknown);
        }

        Context.SetKey(key);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, key.Id.ToString()), .. key.Scopes.Select(scope => new Claim(ScopeClaim, scope))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private string? SentKey()
    {
        const string bearer = "Bearer ";
        return Request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[bearer.Length..].Trim()
            : Request.Headers[HeaderName] is [{ } key] ? key.Trim() : null;
    }

    private AuthenticateResult Refuse(ApiProblem problem)
    {
        _refusal = problem;
        return AuthenticateResult.Fail(problem.Code);
    }
}
