namespace Pipeline.Inference.Decoding.Described;

/// <summary>The finding that an answer has written last: what may follow depends on it.</summary>
/// <param name="Sentence">Index of the sentence in the passage, from 0.</param>
/// <param name="Order">Where its value starts, or which option it is: the field may come again with a later one. Null where it may not: without a value, or of a choice that takes one option.</param>
/// <param name="Count">Findings so far.</param>
internal sealed record LastFinding(int Sentence, int Field, int? Order, int Count);
