namespace Pipeline.Domain.Language;

/// <summary>The languages of a document.</summary>
/// <param name="Words">Words that were looked at.</param>
/// <param name="Shares">The share of those words that stand in sentences of each language (ISO 639-1; <see cref="LanguageDetector.Other"/> for one that is not known), largest first.</param>
public sealed record LanguageProfile(int Words, IReadOnlyList<(string Language, double Share)> Shares)
{
    /// <summary>Fewer words say too little: <see cref="Main"/> is unknown and nothing is judged.</summary>
    public const int FewestWords = 20;

    /// <summary>
    /// Most that may be in languages that the model did not learn. Over it, fields may stand in the part that it cannot read. A contract in two languages side by side is over it, an English one with
    /// a German address or exhibit title is not.
    /// </summary>
    public const double MostForeign = 0.2;

    public const string Unknown = "unknown";

    /// <summary>The language of most words.</summary>
    public string Main => Words < FewestWords || Shares.Count == 0 ? Unknown : Shares[0].Language;

    public double ShareOf(IEnumerable<string> languages) => Shares.Where(share => languages.Contains(share.Language, StringComparer.OrdinalIgnoreCase)).Sum(share => share.Share);

    /// <summary>Whether a model that learnt these languages may be trusted with the document. An empty list promises nothing and refuses nothing.</summary>
    public bool IsReadableIn(IReadOnlyCollection<string> languages) =>
        languages.Count == 0 || Main == Unknown || 1 - ShareOf(languages) <= MostForeign;
}
