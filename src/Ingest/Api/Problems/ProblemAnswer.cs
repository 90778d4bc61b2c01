using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Pipeline.Ingest.Api.Problems;

/// <summary>Writes a problem as <c>application/problem+json</c>, with <c>Retry-After</c> where waiting helps.</summary>
internal sealed class ProblemAnswer(ApiProblem problem) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);

    public static async Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        var details = new ProblemDetails
        {
            Type = ApiProblem.TypePrefix + problem.Code,
            Title = problem.Title,
            Status = problem.Status,
            Detail = problem.Detail,
            Extensions = { ["code"] = problem.Code },
        };
        if (problem.Supported is { } supported)
        {
            details.Extensions["supported"] = supported;
        }

        if (problem.Failure is { } failure)
        {
            details.Extensions["failure"] = failure;
        }

        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsJsonAsync(details, ApiJson.Options, "application/problem+json", context.RequestAborted);
    }
}
