namespace Pipeline.Domain.Normalization;

/// <summary>Why a value has no normal form.</summary>
public enum NormalizationProblem
{
    /// <summary>The value holds nothing of its kind, or more than one.</summary>
    NotRecognized,

    /// <summary>A date that no calendar has.</summary>
    ImpossibleDate,

    /// <summary>The number in words and the number in digits differ: "two (3) years", "five dollars (€5)".</summary>
    NumbersDisagree,

    /// <summary>An amount whose currency is not said, or is called as several countries' is ("500 kr").</summary>
    UnknownCurrency,
}
