namespace Pipeline.Inference;

/// <summary>How a model is asked (extraction.md §4).</summary>
public enum EngineStyle
{
    /// <summary>At every sentence's end, inside one pass over the passage: models that were tuned for it.</summary>
    Inline,

    /// <summary>By a prompt that describes the fields, in the model's own chat template: any instruction-tuned model.</summary>
    Described,
}
