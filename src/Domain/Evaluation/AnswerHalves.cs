using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Evaluation;

/// <summary>Splits documents once and for ever: by a hash of the name, whatever other documents there are.</summary>
public static class AnswerHalves
{
    /// <param name="name">Its folder and extension do not count: a contract is in one half in every format.</param>
    public static AnswerHalf Of(string name) =>
        Deterministic.Hash(Path.GetFileNameWithoutExtension(name)) % 2 == 0 ? AnswerHalf.Calibrate : AnswerHalf.Report;
}
