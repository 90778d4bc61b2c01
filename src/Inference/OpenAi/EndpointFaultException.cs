namespace Pipeline.Inference.OpenAi;

/// <summary>A request failed in a way that may pass: it is tried again.</summary>
internal sealed class EndpointFaultException : Exception
{
    /// <param name="status">HTTP status; null where no answer came.</param>
    /// <param name="retryAfter">How long the endpoint asks to wait.</param>
    public EndpointFaultException(int? status, TimeSpan? retryAfter, Exception? inner = null)
        : base(status is { } code ? FormattableString.Invariant($"HTTP {code}") : "no answer", inner) => (Status, RetryAfter) = (status, retryAfter);

    public int? Status { get; }

    public TimeSpan? RetryAfter { get; }

    /// <summary>An endpoint that asks for patience is well.</summary>
    public bool BreaksCircuit => Status != 429;
}
