namespace Pipeline.Inference;

/// <summary>Of what there was too little when the engine could not start.</summary>
public enum EngineShortage
{
    /// <summary>It did not start for another reason.</summary>
    None,

    /// <summary>Memory for contexts: fewer slots or a smaller context may fit.</summary>
    Context,

    /// <summary>Memory for the weights: no smaller context helps.</summary>
    Weights,

    /// <summary>The process was killed while it loaded, as the kernel does when memory runs out, without a word.</summary>
    Suspected,
}
