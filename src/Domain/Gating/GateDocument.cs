namespace Pipeline.Domain.Gating;

/// <summary>A document with known answers.</summary>
/// <param name="Asked">The fields that somebody looked for; of others nothing is known.</param>
public sealed record GateDocument(string Name, IReadOnlyList<string> Sentences, IReadOnlyCollection<string> Asked, IReadOnlyList<GateAnswer> Answers)
{
    // Nearly all: CUAD asks for all fields of contracts@1 but one.
    private const double NearlyAll = 0.9;

    /// <summary>Whether a sentence without an answer is known to hold none of these fields.</summary>
    public bool Covers(IReadOnlyCollection<string> fields) => fields.Count(Asked.Contains) >= NearlyAll * fields.Count;
}
