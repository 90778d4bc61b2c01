namespace Pipeline.Inference.Models;

/// <summary><c>llama_decode</c> returned something else than 0: 1 = no free KV cell, 2 = aborted, below 0 = failed.</summary>
public sealed class EngineStepException : Exception
{
    public EngineStepException(int code)
        : base(FormattableString.Invariant($"llama_decode returned {code}.")) => Code = code;

    public EngineStepException(string message)
        : base(message)
    {
    }

    public EngineStepException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public EngineStepException()
    {
    }

    public int Code { get; }
}
