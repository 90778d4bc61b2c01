using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Cli.Serve;

/// <summary><c>/health/live</c> says that the process answers; <c>/health/ready</c> whether it can work, with reasons.</summary>
internal static class ServiceHealth
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddServiceCheck<TCheck>(this IServiceCollection services, string name)
        where TCheck : class, IServiceCheck
    {
        services.AddSingleton<TCheck>();
        return services.AddSingleton(provider => new ServiceCheck(name, provider.GetRequiredService<TCheck>()));
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live" })).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(IEnumerable<ServiceCheck> checks, HttpContext context)
    {
        var found = await Task.WhenAll(checks.Select(check => AskAsync(check, context.RequestAborted)));
        var ready = found.All(check => check.Reason is null);
        return Results.Json(
            new
            {
                status = ready ? "ready" : "not_ready",
                checks = found.Select(check => new { name = check.Name, ok = check.Reason is null, reason = check.Reason }),
            },
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<(string Name, string? Reason)> AskAsync(ServiceCheck check, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return (check.Name, await check.Check.ProblemAsync(limit.Token).WaitAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (check.Name, $"No answer within {Limit.TotalSeconds:0} s.");
        }
#pragma warning disable CA1031 // Whatever it met is the answer.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (check.Name, e.GetBaseException().Message);
        }
    }
}
