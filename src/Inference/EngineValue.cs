namespace Pipeline.Inference;

/// <summary>Whether a finding carries a value beside its sentence.</summary>
public enum EngineValue
{
    Required,
    Optional,
    None,
}
