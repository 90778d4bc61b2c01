namespace Pipeline.Domain.Confidence;

/// <summary>95 % percentile intervals by resampling documents, not values: the values of one document stand or fall together.</summary>
public static class DocumentBootstrap
{
    private const int Resamples = 2000;

    /// <param name="figure">NaN where a resample cannot give the figure; such resamples are left out. Null where most are.</param>
    public static Interval? Of<T>(IEnumerable<T> items, Func<T, string> document, Func<IReadOnlyList<T>, double> figure)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(figure);
        var documents = items.GroupBy(document, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        if (documents.Length == 0)
        {
            return null;
        }

        var random = new Deterministic(1);
        var figures = new List<double>(Resamples);
        var sample = new List<T>();
        for (var i = 0; i < Resamples; i++)
        {
            sample.Clear();
            for (var j = 0; j < documents.Length; j++)
            {
                sample.AddRange(documents[random.Next(documents.Length)]);
            }

            var value = figure(sample);
            if (!double.IsNaN(value))
            {
                figures.Add(value);
            }
        }

        if (figures.Count < Resamples / 2)
        {
            return null;
        }

        figures.Sort();
        return new Interval(figures[(int)(figures.Count * 0.025)], figures[(int)(figures.Count * 0.975)]);
    }
}
