namespace Pipeline.Domain.Confidence;

/// <summary>The probability that a field is right as a whole, from those of its candidates: the values all right, and, where it can have several, none of the others a value that is missing.</summary>
public static class WholeField
{
    public static double Probability(IEnumerable<double> values, IEnumerable<double> others, bool many)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(others);
        var right = values.Aggregate(1.0, (product, p) => product * p);
        // The rivals of a single value are wrong exactly when it is right: its own probability says so already.
        return many ? others.Aggregate(right, (product, p) => product * (1 - p)) : right;
    }
}
