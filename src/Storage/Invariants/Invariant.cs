namespace Pipeline.Storage.Invariants;

/// <summary>Something that holds at every moment, whatever was killed.</summary>
/// <param name="Name">Short, the same from release to release.</param>
/// <param name="Statement">What holds, as a sentence for an operator.</param>
/// <param name="Violations">Query with one column <c>id</c>, of text: what breaks it, of all tenants. Knows the parameters
/// <c>now</c>, <c>late</c> (what was due before should have happened by now) and <c>silence</c> (<see cref="InvariantOptions.SweepSilence"/>).</param>
internal sealed record Invariant(string Name, string Statement, string Violations);
