using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Fields;

/// <summary>The mentions of one value, best first.</summary>
internal sealed class ValueGroup
{
    private readonly List<Mention> _mentions;

    /// <param name="full">Mentions that name the value in full.</param>
    /// <param name="shorter">Mentions by a short form of its name: they support it but never are what it is called.</param>
    public ValueGroup(string key, IEnumerable<Mention> full, IEnumerable<Mention> shorter)
    {
        Key = key;
        var best = Distinct(full);
        Best = best[0];
        _mentions = Distinct(best.Concat(shorter));
        Confidence = 1 - _mentions.Aggregate(1.0, (miss, mention) => miss * (1 - mention.Confidence));
        First = _mentions.Order(Comparer<Mention>.Create(Mention.InReadingOrder)).First();
    }

    public string Key { get; }

    public Mention Best { get; }

    public Mention First { get; }

    /// <summary>1 − Π(1 − cᵢ) over the distinct (sentence, value) mentions.</summary>
    public double Confidence { get; }

    public NormalForm? Form => Best.Form;

    /// <summary>At least one place holds the value.</summary>
    public bool IsGrounded => Best.IsGrounded;

    /// <summary>No place says the value in a way that has one meaning only.</summary>
    public bool IsAmbiguous => _mentions.TrueForAll(mention => mention.Form is { Ambiguous: true });

    /// <summary>The best mention that names the value in full, then the others, best first.</summary>
    public IEnumerable<Mention> Mentions => _mentions.Where(mention => mention != Best).Prepend(Best);

    public static int BestFirst(ValueGroup left, ValueGroup right)
    {
        var order = right.IsGrounded.CompareTo(left.IsGrounded);
        order = order != 0 ? order : right.Confidence.CompareTo(left.Confidence);
        order = order != 0 ? order : Mention.InReadingOrder(left.First, right.First);
        return order != 0 ? order : string.CompareOrdinal(left.Key, right.Key);
    }

    /// <summary>The same value of the same sentence counts once, by its most confident finding.</summary>
    private static List<Mention> Distinct(IEnumerable<Mention> mentions) =>
        [.. mentions.Order(Comparer<Mention>.Create(Mention.BestFirst)).DistinctBy(mention => (mention.Finding.Sentence, mention.Text))];
}
