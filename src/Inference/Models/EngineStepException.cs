namespace Pipeline.Inference.Models;

/// <summary><c>llama_decode</c> returned something else than 0: 1 = no free KV cell, 2 = aborted, below 0 = failed.</summary>
public sealed class EngineStepException : Exception
{
    /// <summary>Return code of <c>llama_decode</c>: the cache has no room for the step, and is as it was before.</summary>
    public const int NoCell = 1;

    public EngineStepException(int code)
        : base(code == NoCell
            ? "llama_decode found no free KV cell, which admission rules out: this is a fault of the engine."
            : FormattableString.Invariant($"llama_decode returned {code}.")) => Code = code;

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
