using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>202 with the text as it was made the first time, whoever asks again.</summary>
internal sealed class AcceptedAnswer(string text, bool replayed) : IResult
{
    public const string ReplayedHeader = "Idempotency-Replayed";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var answer = JsonDocument.Parse(text);
        httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        httpContext.Response.Headers.Location = answer.RootElement.GetProperty("status_url").GetString();
        if (replayed)
        {
            httpContext.Response.Headers[ReplayedHeader] = "true";
        }

        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
    }
}
