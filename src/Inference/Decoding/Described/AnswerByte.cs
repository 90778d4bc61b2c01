namespace Pipeline.Inference.Decoding.Described;

/// <summary>A byte of an answer: what it decided, and how sure the model was.</summary>
/// <param name="LogProbability">Among the bytes that tokens went on with here; 0 where there was no other.</param>
/// <param name="Margin">Its probability less that of its likeliest rival; 1 without one.</param>
internal readonly record struct AnswerByte(byte Value, AnswerState Before, AnswerState After, double LogProbability, double Margin)
{
    /// <summary>A byte that nothing else could stand for.</summary>
    public static AnswerByte Forced(byte value, in AnswerState before, in AnswerState after) => new(value, before, after, 0, 1);
}
