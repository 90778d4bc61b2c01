namespace Pipeline.Inference.Scheduling;

/// <summary>A sentence, or a piece of one that had to be cut, as the trunk reads it. <paramref name="Offset"/> is its first character's place in the sentence.</summary>
internal sealed record Segment(int Sentence, int Offset, EngineSentence Text, int[] Tokens);
