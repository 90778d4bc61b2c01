namespace Pipeline.Domain.Evaluation;

/// <summary>Right, wrong and missed values of one field, or of all of them together.</summary>
public sealed record FieldScore(string Field, int Right, int Wrong, int Missed)
{
    /// <summary>Values that the documents have.</summary>
    public int Expected => Right + Missed;

    public double Precision => (double)Right / Math.Max(1, Right + Wrong);

    public double Recall => (double)Right / Math.Max(1, Right + Missed);

    public double F1 => 2.0 * Right / Math.Max(1, (2 * Right) + Wrong + Missed);
}
