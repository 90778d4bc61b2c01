using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Evaluation;

/// <summary>A share with its 95 % interval by Wilson; no share where there is nothing to count.</summary>
public sealed record ShareFigure(int Count, int N, double? Share, Interval Interval)
{
    public static ShareFigure Of(int count, int n) => new(count, n, n == 0 ? null : (double)count / n, Proportion.Wilson(count, n));
}
