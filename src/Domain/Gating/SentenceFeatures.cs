namespace Pipeline.Domain.Gating;

/// <summary>
/// What a gate sees of a sentence: hashed words and pairs of words, words of the sentences beside it, its place in the document and its length.
/// A change here makes every stored gate useless: raise <see cref="Version"/>.
/// </summary>
public static class SentenceFeatures
{
    /// <summary>Written into gate files; a gate of other features is refused.</summary>
    public const string Version = "ngrams@1";

    /// <summary>Hash buckets: the words and pairs of some 400 contracts fit without many collisions, in one byte each.</summary>
    public const int Buckets = 1 << 16;

    /// <summary>Words of a sentence that are looked at; sentences are cut at 80 words, tables and lists may run on.</summary>
    private const int MostWords = 160;

    private const uint Own = 0x9E3779B9;
    private const uint Pair = 0x85EBCA6B;
    private const uint Before = 0xC2B2AE35;
    private const uint After = 0x27D4EB2F;
    private const uint Shape = 0x165667B1;

    /// <summary>The distinct buckets of each sentence, ascending.</summary>
    /// <param name="sentences">All sentences of one document, in order.</param>
    public static IReadOnlyList<int[]> Of(IReadOnlyList<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var words = sentences.Select(Words).ToArray();
        var features = new int[sentences.Count][];
        var gathered = new HashSet<int>();
        for (var i = 0; i < features.Length; i++)
        {
            gathered.Clear();
            AddWords(gathered, words[i]);
            AddAll(gathered, Before, i > 0 ? words[i - 1] : []);
            AddAll(gathered, After, i + 1 < words.Length ? words[i + 1] : []);
            AddShape(gathered, sentences[i], words[i].Count, i, words.Length);
            features[i] = [.. gathered.Order()];
        }

        return features;
    }

    private static void AddWords(HashSet<int> into, List<uint> words)
    {
        AddAll(into, Own, words);
        for (var i = 0; i <= words.Count; i++)
        {
            // The first and the last word make pairs with the sentence's bounds.
            var (left, right) = (i > 0 ? words[i - 1] : 1, i < words.Count ? words[i] : 2);
            into.Add(Bucket(Pair, (left * 31) + right));
        }
    }

    private static void AddAll(HashSet<int> into, uint kind, List<uint> words)
    {
        foreach (var word in words)
        {
            into.Add(Bucket(kind, word));
        }
    }

    private static void AddShape(HashSet<int> into, string text, int words, int index, int count)
    {
        var upper = text.Count(char.IsUpper);
        var letters = text.Count(char.IsLetter);
        (uint Kind, int Value)[] shape =
        [
            (1, Magnitude(index)),
            (2, Magnitude(count - 1 - index)),
            (3, 10 * index / count),
            (4, Magnitude(words)),
            (5, letters == 0 ? 11 : 10 * upper / letters),
            (6, text.Length == 0 ? 0 : text[^1] is '.' ? 1 : text[^1] is ';' or ':' ? 2 : char.IsLetter(text[^1]) ? 3 : 4),
            (7, text.Count(char.IsDigit) is var digits && digits < 4 ? digits : Magnitude(digits) + 4),
            (8, text.Contains('$', StringComparison.Ordinal) ? 1 : 0),
            (9, Magnitude(count)),
        ];
        foreach (var (kind, value) in shape)
        {
            into.Add(Bucket(Shape + kind, (uint)value));
        }
    }

    private static int Magnitude(int value) => value < 4 ? value : 2 + (2 * (int)Math.Log2(value)) + ((value & (1 << ((int)Math.Log2(value) - 1))) != 0 ? 1 : 0);

    /// <summary>Hashes of the words in lower case, without marks around them, every digit as 0: "2011" and "1999" say the same here.</summary>
    private static List<uint> Words(string sentence)
    {
        var words = new List<uint>();
        foreach (var range in sentence.AsSpan().Split(' '))
        {
            var word = sentence.AsSpan()[range];
            if (word.IsEmpty)
            {
                continue;
            }

            if (words.Count == MostWords)
            {
                break;
            }

            var core = word.Trim(".,;:()[]\"'“”‘’");
            words.Add(Hash(core.IsEmpty ? word : core));
        }

        return words;
    }

    // FNV-1a over UTF-16 units.
    private static uint Hash(ReadOnlySpan<char> word)
    {
        var hash = 2166136261u;
        foreach (var c in word)
        {
            hash = (hash ^ (char.IsDigit(c) ? '0' : char.ToLowerInvariant(c))) * 16777619;
        }

        return hash;
    }

    // The last steps of MurmurHash3: FNV's low bits alone are not even enough for a table of this size.
    private static int Bucket(uint kind, uint value)
    {
        var hash = value ^ kind;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (int)((hash ^ (hash >> 16)) & (Buckets - 1));
    }
}
