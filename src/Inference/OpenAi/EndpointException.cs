namespace Pipeline.Inference.OpenAi;

/// <summary>An endpoint could not be used. The message says what an operator can do next; it holds no document text, no key and no query of a URL.</summary>
public sealed class EndpointException : Exception
{
    public EndpointException(EndpointProblem problem, string message, Exception? inner = null)
        : base(message, inner) => Problem = problem;

    public EndpointException(string message)
        : base(message)
    {
    }

    public EndpointException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public EndpointException()
    {
    }

    public EndpointProblem Problem { get; } = EndpointProblem.Rejected;

    /// <summary>What was answered, and has to be paid, before it ended; of a document.</summary>
    public EngineUsage Spent { get; init; } = new(0, 0, 0, 0);

    /// <summary>The document's fault and not the endpoint's: others can go on.</summary>
    public bool IsOfDocument => Problem == EndpointProblem.Document;
}
