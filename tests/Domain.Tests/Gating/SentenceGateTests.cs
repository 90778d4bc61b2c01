using System.Text.Json;
using Pipeline.Domain.Gating;

namespace Pipeline.Domain.Tests.Gating;

public sealed class SentenceGateTests
{
    private static readonly string[] Document = [.. Enumerable.Range(0, 20).Select(i => i == 10 ? "It is governed by the laws of Ohio." : "Nothing of note is said here at all.")];

    [Fact]
    public void Sentences_from_the_threshold_on_are_read_and_their_neighbours_with_them()
    {
        Assert.Equal([10], Read(Gate(neighbours: 0)));
        Assert.Equal([8, 9, 10, 11, 12], Read(Gate(neighbours: 2)));
        Assert.Equal(Enumerable.Range(0, 20), Read(Gate(neighbours: 30)));
    }

    [Fact]
    public void A_short_document_is_read_whole()
    {
        Assert.DoesNotContain(false, new SentenceGate(Gate(0)).Reads(Document[..(SentenceGate.FewestSentences - 1)]));
        Assert.Contains(false, new SentenceGate(Gate(0)).Reads(Document[..SentenceGate.FewestSentences]));
    }

    [Fact]
    public void A_gate_serves_its_own_fields_only()
    {
        var set = Set(Gate(0));

        Assert.NotNull(set.For(["parties", "governing_law"]));
        Assert.Null(set.For(["governing_law"]));
        Assert.Null(set.For(["governing_law", "parties", "term"]));
    }

    [Fact]
    public void Any_sentence_has_features_and_none_falls_outside_the_table()
    {
        string[] odd = ["", " ", "\0\u0001", "🙂 🙂", "((((", new string('x', 100_000), string.Join(' ', Enumerable.Repeat("a", 5000)), "\ud800 lone", "It is  spaced"];

        var features = SentenceFeatures.Of(odd);

        Assert.Equal(odd.Length, features.Count);
        Assert.All(features, f => Assert.True(f.Length > 0 && f.All(b => b is >= 0 and < SentenceFeatures.Buckets) && f.Distinct().Count() == f.Length));
        Assert.All(features, f => Assert.True(f.Length < 1500, "A long sentence costs no more than its first words."));
    }

    [Fact]
    public void Numbers_and_case_do_not_matter_and_words_do()
    {
        // The capitals' share is a feature of its own: the same number of them, elsewhere.
        Assert.Equal(SentenceFeatures.Of(["Signed on May 3, 2011."])[0], SentenceFeatures.Of(["signed On May 7, 1999."])[0]);
        Assert.NotEqual(SentenceFeatures.Of(["Signed on May 3, 2011."])[0], SentenceFeatures.Of(["Posted on May 3, 2011."])[0]);
    }

    [Theory]
    [InlineData("\"features\": \"ngrams@1\"", "\"features\": \"ngrams@0\"")]
    [InlineData("\"weights\": \"AAAA", "\"weights\": \"AAAB")]
    [InlineData("\"weights\": \"AAAA", "\"weights\": \"")]
    [InlineData("\"neighbours\": 0", "\"neighbours\": -1")]
    [InlineData("\"residual\": 0.01", "\"residual\": 7")]
    [InlineData("\"bias\": 0,", "")]
    [InlineData("{", "[")]
    public void A_damaged_file_is_no_gate(string part, string damaged)
    {
        var json = Set(Blank()).ToJson();
        Assert.Contains(part, json, StringComparison.Ordinal);
        Assert.NotNull(GateSet.Parse(json));

        Assert.ThrowsAny<JsonException>(() => GateSet.Parse(json.Replace(part, damaged, StringComparison.Ordinal)));
    }

    private static int[] Read(Gate gate) => [.. new SentenceGate(gate).Reads(Document).Index().Where(s => s.Item).Select(s => s.Index)];

    private static Gate Blank() => Of(new byte[SentenceFeatures.Buckets], 0, 0);

    /// <summary>Likes the words of the one sentence that the others lack.</summary>
    private static Gate Gate(int neighbours)
    {
        var weights = new byte[SentenceFeatures.Buckets];
        var plain = SentenceFeatures.Of(Document)[5].ToHashSet();
        var own = SentenceFeatures.Of([Document[10]])[0].ToHashSet();
        foreach (var feature in SentenceFeatures.Of(Document)[10].Where(f => own.Contains(f) && !plain.Contains(f)))
        {
            weights[feature] = 100;
        }

        return Of(weights, 300, neighbours);
    }

    private static Gate Of(byte[] weights, int threshold, int neighbours) => new()
    {
        Schema = "two@1",
        Fields = ["governing_law", "parties"],
        Threshold = threshold,
        Neighbours = neighbours,
        Bias = 0,
        Residual = 0.01,
        Figures = new GateFigures { Chosen = 1, HeldOut = [] },
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(weights)),
        Weights = weights,
    };

    private static GateSet Set(Gate gate) => new() { Features = SentenceFeatures.Version, Gates = [gate] };
}
