using Pipeline.Domain.Confidence;

namespace Pipeline.Domain.Gating;

/// <summary>How many of so many were kept, with the exact one-sided 95 % bound: 99.5 % take 598 without a miss.</summary>
public sealed record GateRecall(int Count, int Kept, double Recall, double LowerBound)
{
    public static GateRecall Of(int count, int kept) => new(
        count, kept, count == 0 ? 0 : Math.Round((double)kept / count, 4), count == 0 ? 0 : Math.Round(1 - Proportion.UpperBound(count - kept, count), 4));
}
