namespace Pipeline.Domain.Confidence;

/// <summary>Why a calibrated field goes to a person: the codes that routing adds to those of <see cref="Fields.Reasons"/>.</summary>
public static class RoutingReasons
{
    /// <summary>The calibrated confidence of the field is under the threshold.</summary>
    public const string LowConfidence = "low_confidence";

    /// <summary>Too few checks exist to promise the error budget at any threshold.</summary>
    public const string BudgetNotProven = "budget_not_proven";

    /// <summary>What should hold the field cannot be read.</summary>
    public const string Unreadable = "unreadable";
}
