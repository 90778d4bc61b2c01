using System.Globalization;
using Pipeline.Inference.Supervision;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Pipeline.Inference.OpenAi;

/// <summary>What stands around a request, from outside in: tries with back-off and jitter, a circuit breaker, a time limit.</summary>
internal static class EndpointPipeline
{
    // Polly's window; a breaker that looked back further would hold old failures against an endpoint that is well.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static ResiliencePipeline Build(OpenAiOptions options, IProgress<EngineNotice> notices) =>
        new ResiliencePipelineBuilder { TimeProvider = options.Clock }
            .AddRetry(Retry(options))
            .AddCircuitBreaker(Breaker(options, notices))
            .AddTimeout(options.Timeout)
            .Build();

    private static RetryStrategyOptions Retry(OpenAiOptions options) => new()
    {
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception switch
        {
            EndpointFaultException fault => !(fault.RetryAfter > options.LongestWait),
            BrokenCircuitException or TimeoutRejectedException => true,
            _ => false,
        }),
        MaxRetryAttempts = options.Attempts - 1,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.FirstDelay,
        MaxDelay = options.LongestDelay,
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Exception switch
        {
            EndpointFaultException { RetryAfter: { } asked } => Jittered(asked),
            BrokenCircuitException { RetryAfter: { } left } => Jittered(left + options.FirstDelay),
            _ => (TimeSpan?)null,
        }),
    };

    private static CircuitBreakerStrategyOptions Breaker(OpenAiOptions options, IProgress<EngineNotice> notices) => new()
    {
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is EndpointFaultException { BreaksCircuit: true } or TimeoutRejectedException),
        FailureRatio = 0.5,
        MinimumThroughput = options.BreakAfter,
        SamplingDuration = Window,
        BreakDuration = options.BreakFor,
        OnOpened = args =>
        {
            notices.Report(new EngineNotice(string.Create(CultureInfo.InvariantCulture, $"The endpoint {options.Address} fails again and again. It is left alone for {args.BreakDuration.TotalSeconds:0.#} s, then tried with one request.")));
            return default;
        },
        OnClosed = _ =>
        {
            notices.Report(new EngineNotice($"The endpoint {options.Address} answers again."));
            return default;
        },
    };

    /// <summary>Never sooner than asked for, and not all at once.</summary>
    private static TimeSpan? Jittered(TimeSpan wait) => wait * (1 + (0.2 * Random.Shared.NextDouble()));
}
