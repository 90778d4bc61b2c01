using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.Ingest.Api.Events;

/// <summary>Writes a watch as server-sent events (WHATWG HTML, 9.2). The last event ends the stream; a comment now and then keeps proxies from ending it before.</summary>
internal sealed class EventStream(Watch watch, CancellationToken stopping) : IResult
{
    public static readonly TimeSpan CommentEvery = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var watched = watch;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var response = httpContext.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        // nginx would hold events back until it has a buffer full.
        response.Headers["X-Accel-Buffering"] = "no";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await WriteAsync(response, ": open\n\n", ended.Token);
            await FollowAsync(response, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or this process stops: the client comes back with Last-Event-ID.
        }
    }

    private async Task FollowAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        var more = watch.Events.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            if (await Task.WhenAny(more, Task.Delay(CommentEvery, cancellationToken)) != more)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await WriteAsync(response, ": still here\n\n", cancellationToken);
                continue;
            }

            if (!await more)
            {
                return;
            }

            while (watch.Events.TryRead(out var change))
            {
                await WriteAsync(response, $"id: {change.Id}\nevent: {change.Name}\ndata: {change.Data}\n\n", cancellationToken);
                if (change.IsLast)
                {
                    return;
                }
            }

            more = watch.Events.WaitToReadAsync(cancellationToken).AsTask();
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
