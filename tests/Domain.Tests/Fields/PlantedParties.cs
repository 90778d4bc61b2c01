using Pipeline.Domain.Fields;
using static Pipeline.Domain.Tests.Fields.Findings;

namespace Pipeline.Domain.Tests.Fields;

/// <summary>Contracts with many parties, and a reader that finds all of them but no more than a cap in a sentence, and says so where it stopped.</summary>
internal sealed class PlantedParties
{
    private static readonly string[] Heads = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Haven", "Indigo", "Jade", "Kestrel", "Lumen", "Maple", "North", "Onyx", "Pine", "Quartz", "Ridge", "Stone", "Tidal"];
    private static readonly string[] Trades = ["Capital", "Foods", "Freight", "Health", "Media", "Metals", "Power", "Retail", "Robotics", "Textiles", "Timber", "Water", "Paper", "Optics", "Seeds", "Marine", "Tools", "Travel", "Glass", "Air", "Labs", "Homes", "Games", "Salt", "Silk"];
    private static readonly string[] Forms = ["Inc.", "LLC", "Ltd.", "Corp.", "LP"];

    public required IReadOnlyList<string> Names { get; init; }

    public required string[] Sentences { get; init; }

    public static PlantedParties Make(int parties, int inOneSentence, int seed)
    {
        var random = new Random(seed);
        var all = Heads.SelectMany(head => Trades.Select(trade => $"{head} {trade}")).ToArray();
        random.Shuffle(all);
        var names = all.Take(parties).Select(name => $"{name} {Forms[random.Next(Forms.Length)]}").ToArray();
        var sentences = names.Chunk(inOneSentence).Select((chunk, part) => inOneSentence == 1
            ? chunk[0]
            : (part == 0 ? "This Agreement is made between " : "The following also are parties: ") + string.Join(", ", chunk) + ".");
        return new PlantedParties { Names = names, Sentences = [.. sentences, "The term is two (2) years."] };
    }

    /// <param name="cap">Findings that one sentence may give; the last of them is marked where there would have been more.</param>
    public List<Finding> Read(int cap)
    {
        var findings = new List<Finding>();
        for (var sentence = 0; sentence < Sentences.Length; sentence++)
        {
            var text = Sentences[sentence];
            var own = Names.Where(name => text.Contains(name, StringComparison.Ordinal)).OrderBy(name => text.IndexOf(name, StringComparison.Ordinal)).ToList();
            findings.AddRange(own.Take(cap).Select((name, index) => Of(Sentences, sentence, "parties", name, 0.9, Decisions with { Capped = index == cap - 1 && own.Count > cap })));
        }

        findings.Add(Of(Sentences, Sentences.Length - 1, "term", "two (2) years", 0.9));
        return findings;
    }
}
