namespace Pipeline.Domain.Schemas;

/// <summary>Whether a finding of the field carries a value beside its sentence (extraction.md §4c).</summary>
public enum ValueRule
{
    Required,
    Optional,

    /// <summary>The sentence itself is the evidence (clauses).</summary>
    None,
}
