namespace Pipeline.Domain.Evaluation;

/// <summary>The two halves of documents with known answers: choices are made on one, what is reported is measured on the other.</summary>
public enum AnswerHalf
{
    Calibrate,
    Report,
}
