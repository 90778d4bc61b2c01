using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipeline.Ingest.Api.Access;
using Pipeline.Ingest.Api.Limits;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Api.Problems;

/// <summary>Around every endpoint: the rate of its key, and what it throws as an answer.</summary>
internal sealed class ApiFilter(RateGate rates, UploadApiOptions options, ApiMetrics metrics, ILogger<ApiFilter> log) : IEndpointFilter
{
    // ENOSPC and EDQUOT.
    private const int NoSpace = 28;
    private const int QuotaUsedUp = 122;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (http.FindKey() is { } key && rates.TryKey(key.Id) is { } wait)
        {
            return Refuse(ApiProblems.RateExceeded(wait));
        }

        if (http.Response.StatusCode == StatusCodes.Status400BadRequest)
        {
            // A parameter could not be bound: the endpoint is not called.
            return Refuse(ApiProblems.BadRequest("A parameter of the address has the wrong form. /api/v1/openapi.json tells what it has to be."));
        }

        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody reads the answer.
            return Results.Empty;
        }
        catch (Exception e) when (!http.Response.HasStarted && Explain(e) is { } problem)
        {
            return Refuse(problem);
        }
#pragma warning disable CA1031 // The edge of the API: a client gets an answer in the same form for our errors too, and the log its type.
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            Log.Failed(log, e, e.GetType().Name);
            return Refuse(ApiProblems.Internal);
        }
    }

    private ProblemAnswer Refuse(ApiProblem problem)
    {
        metrics.Refused(problem.Code);
        return new ProblemAnswer(problem);
    }

    private ApiProblem? Explain(Exception e) => e switch
    {
        ApiProblemException refused => refused.Problem,
        BlobTooLargeException => ApiProblems.TooLarge(options.MaxBytes),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblems.TooLarge(options.MaxBytes),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => ApiProblems.TooSlow,
        BadHttpRequestException => ApiProblems.BodyCutOff,
        Microsoft.AspNetCore.Connections.ConnectionResetException => ApiProblems.BodyCutOff,
        IOException { HResult: NoSpace or QuotaUsedUp } => ApiProblems.DiskFull,
        _ when DatabaseOutage.Is(e) => ApiProblems.DatabaseAway,
        _ => null,
    };
}
