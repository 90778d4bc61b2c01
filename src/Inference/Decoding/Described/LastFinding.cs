namespace Pipeline.Inference.Decoding.Described;

/// <summary>The finding that an answer has written last: what may follow depends on it.</summary>
/// <param name="Sentence">Index of the sentence in the passage, from 0.</param>
/// <param name="Start">Where its value starts; null without a value.</param>
/// <param name="Count">Findings so far.</param>
internal sealed record LastFinding(int Sentence, int Field, int? Start, int Count);
