namespace Pipeline.Domain.Costs;

/// <summary>What was paid for. Persisted as lower-case text.</summary>
public enum CostKind
{
    /// <summary>Led to the result.</summary>
    Work,

    /// <summary>Thrown away: a crash, a retry, a result that another replaced.</summary>
    Waste,

    /// <summary>Belongs to no document: loading the model, an idle engine.</summary>
    Overhead,
}
