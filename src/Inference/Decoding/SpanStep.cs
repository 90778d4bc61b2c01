namespace Pipeline.Inference.Decoding;

/// <summary>A token of a value: how many bytes it writes, and where in the sentence the value may then stand.</summary>
internal sealed record SpanStep(int Length, List<int> Ends);
