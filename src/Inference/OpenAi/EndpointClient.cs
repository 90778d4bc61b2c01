using System.Net.Http.Headers;
using System.Security.Authentication;
using Pipeline.Inference.Supervision;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pipeline.Inference.OpenAi;

/// <summary>Sends requests to an endpoint, a bounded number at a time.</summary>
internal sealed class EndpointClient : IDisposable
{
    // Of an answer of 2,048 tokens with their alternatives: 2 MB.
    private const int LargestAnswer = 32 << 20;

    private readonly OpenAiOptions _options;
    private readonly EndpointRefusals _refusals;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _slots;
    private readonly ResiliencePipeline _pipeline;
    private long _answers;

    public EndpointClient(OpenAiOptions options, IProgress<EngineNotice> notices)
    {
        _options = options;
        _refusals = new EndpointRefusals(options);
        _slots = new SemaphoreSlim(options.Slots);
        _pipeline = EndpointPipeline.Build(options, notices);
        // The pipeline's own limit holds for each try.
        _handler = EndpointHandler.Create(options.Address);
        _http = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("pipeline", "0.1"));
        if (options.ApiKey is { } key)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Waits for a slot, then for the answer. A slot is kept through the pauses between tries: an endpoint that is too busy gets fewer requests, not more.</summary>
    /// <param name="harmless">The same question about a sentence of no document: where it is answered and the request is not, the document is at fault and not the endpoint, also with a single slot.</param>
    /// <exception cref="EndpointException">There is none.</exception>
    public async Task<Completion> CompleteAsync(byte[] request, byte[] harmless, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var completion = await TriedAsync(request, harmless, cancellationToken);
            Interlocked.Increment(ref _answers);
            return completion;
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The models that the endpoint says it serves; empty where it does not say.</summary>
    /// <exception cref="EndpointException">It cannot be used.</exception>
    public async Task<IReadOnlyList<string>> ModelsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await FirstContactAsync(token), cancellationToken);
        }
        catch (EndpointFaultException fault)
        {
            throw _refusals.Lasting(fault, answeredOther: null);
        }
        catch (TimeoutRejectedException e)
        {
            throw _refusals.Slow(e, answeredOther: null);
        }
        catch (BrokenCircuitException e)
        {
            throw _refusals.BreakerOpen(e);
        }
        catch (EndpointException e) when (e.Problem is EndpointProblem.NotAnEndpoint or EndpointProblem.ModelUnknown or EndpointProblem.Rejected)
        {
            // Not every endpoint has a list; the first request will tell.
            return [];
        }
    }

    public EndpointException ModelUnknown(IReadOnlyCollection<string> served) => _refusals.ModelUnknown(served);

    public EndpointException NoUsage() => _refusals.NoUsage();

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
        _slots.Dispose();
    }

    private async Task<Completion> TriedAsync(byte[] request, byte[] harmless, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await PostAsync(request, token), cancellationToken);
        }
        catch (EndpointFaultException fault)
        {
            throw _refusals.Lasting(fault, fault.Status is 200 or 429 ? null : await AskedAloneAsync(harmless, cancellationToken));
        }
        catch (TimeoutRejectedException e)
        {
            // Where nothing was ever answered in time, the limit is at fault.
            throw _refusals.Slow(e, Interlocked.Read(ref _answers) > 0 ? await AskedAloneAsync(harmless, cancellationToken) : null);
        }
        catch (BrokenCircuitException e)
        {
            // Another document may have opened it: nobody is judged without having been asked for.
            return await AskedAloneAsync(request, cancellationToken)
                ?? throw (await AskedAloneAsync(harmless, cancellationToken) is { } answered ? _refusals.Failed(e, answered) : _refusals.BreakerOpen(e));
        }
        catch (EndpointException e) when (e.Problem == EndpointProblem.Rejected)
        {
            throw _refusals.Refused(e, await AskedAloneAsync(harmless, cancellationToken));
        }
    }

    /// <summary>Asked once, past the breaker. Null where no answer came.</summary>
    private async Task<Completion?> AskedAloneAsync(byte[] request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        try
        {
            return await PostAsync(request, limit.Token);
        }
        catch (Exception e) when (e is EndpointFaultException or EndpointException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<Completion> PostAsync(byte[] request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _options.Address.Of("chat/completions"));
        message.Content = new ByteArrayContent(request);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Completion.Parse(await SendAsync(message, cancellationToken)) ?? throw new EndpointFaultException(200, null);
    }

    /// <summary>A server that loads its model is waited for; one that was never started is not.</summary>
    private async Task<IReadOnlyList<string>> FirstContactAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetModelsAsync(cancellationToken);
        }
        catch (EndpointFaultException e) when (e.Status is null)
        {
            throw _refusals.Unreachable(e);
        }
    }

    private async Task<IReadOnlyList<string>> GetModelsAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, _options.Address.Of("models"));
        return ServedModels.Parse(await SendAsync(message, cancellationToken));
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(message, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? body : throw _refusals.Of(response.StatusCode, response.Headers, body);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            // A certificate does not get better by waiting.
            throw _refusals.Unreachable(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new EndpointFaultException(null, null, e);
        }
    }
}
