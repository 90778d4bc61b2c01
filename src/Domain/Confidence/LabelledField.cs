namespace Pipeline.Domain.Confidence;

/// <summary>One field of a document whose answers are known.</summary>
public sealed record LabelledField
{
    public required string Document { get; init; }

    public required string Field { get; init; }

    /// <summary>Values first, then the other candidates.</summary>
    public required IReadOnlyList<LabelledCandidate> Candidates { get; init; }

    public required IReadOnlyDictionary<string, double> Absence { get; init; }

    /// <summary>How many expected answers the document has.</summary>
    public required int Answers { get; init; }

    /// <summary>The document has the field.</summary>
    public bool Expected => Answers > 0;

    /// <summary>Every expected value is among the values.</summary>
    public required bool Complete { get; init; }

    /// <summary>The field can have several values.</summary>
    public required bool Many { get; init; }

    /// <summary>A reason other than confidence keeps it from being accepted.</summary>
    public required bool Blocked { get; init; }

    public bool Found => Candidates.Any(candidate => candidate.IsValue);

    /// <summary>Nothing is wrong and nothing is missing (extraction.md §7).</summary>
    public bool Right => Found ? Complete && Candidates.Where(candidate => candidate.IsValue).All(candidate => candidate.Right) : !Expected;
}
