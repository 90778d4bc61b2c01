namespace Pipeline.Domain.Evaluation;

/// <summary>One field of CUAD over all documents.</summary>
/// <param name="Right">Values that match an annotated span.</param>
/// <param name="Missed">Spans that no value matches.</param>
/// <param name="Spans">Annotated spans.</param>
/// <param name="PresenceRight">Documents where "has a value" is said as the annotation says it.</param>
public sealed record CuadFieldScore(string Field, int Right, int Wrong, int Missed, int Spans, int PresenceRight, int Documents)
{
    public double Precision => (double)Right / Math.Max(1, Right + Wrong);

    public double Recall => (double)(Spans - Missed) / Math.Max(1, Spans);

    public double Presence => (double)PresenceRight / Math.Max(1, Documents);
}
