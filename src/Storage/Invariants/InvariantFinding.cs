namespace Pipeline.Storage.Invariants;

/// <summary>What one check found.</summary>
/// <param name="Name">Short, the same from release to release.</param>
/// <param name="Statement">What should hold, as a sentence.</param>
/// <param name="Violations">How many break it; 0 where all is well.</param>
/// <param name="Ids">Of these, the first <see cref="InvariantChecks.MostIds"/>: ids of rows, or names of blobs.</param>
public sealed record InvariantFinding(string Name, string Statement, long Violations, IReadOnlyList<string> Ids)
{
    public bool Holds => Violations == 0;
}
