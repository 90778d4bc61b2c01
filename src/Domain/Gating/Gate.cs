using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Pipeline.Domain.Gating;

/// <summary>What a gate file holds for one schema: weights, threshold, and what was measured with them.</summary>
public sealed record Gate
{
    /// <summary>The schema it was made for, as results name it.</summary>
    public required string Schema { get; init; }

    /// <summary>The fields it looks out for. It serves no schema with others, and none with fewer: its figures would not be theirs.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Sentences with at least this score are read.</summary>
    public required int Threshold { get; init; }

    /// <summary>So many sentences before and after one that is read are read too.</summary>
    public required int Neighbours { get; init; }

    public required int Bias { get; init; }

    /// <summary>Probability that a sentence that is left out holds an answer: its share among those left out in cross-fitting.</summary>
    public required double Residual { get; init; }

    public required GateFigures Figures { get; init; }

    /// <summary>Of <see cref="Weights"/>, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>One signed byte for each of <see cref="SentenceFeatures.Buckets"/>; base64 in the file.</summary>
    public required byte[] Weights { get; init; }

    /// <summary>Part of the pipeline version: another gate may read other sentences.</summary>
    [JsonIgnore]
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"{SentenceFeatures.Version} {Sha256} {Bias} {Threshold} {Neighbours} {Residual}"))))[..16];

    /// <summary>Whether it was made for exactly these fields.</summary>
    public bool Serves(IEnumerable<string> fields) => Fields.ToHashSet(StringComparer.Ordinal).SetEquals(fields);
}
