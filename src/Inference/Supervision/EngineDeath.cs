namespace Pipeline.Inference.Supervision;

/// <summary>How a model process came to its end.</summary>
public enum EngineDeath
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>By a signal: a fault in native code, the kernel that ran out of memory, or somebody.</summary>
    Killed,

    /// <summary>It made no progress and was killed for that.</summary>
    Hung,
}
