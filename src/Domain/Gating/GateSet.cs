using System.Security.Cryptography;
using System.Text.Json;

namespace Pipeline.Domain.Gating;

/// <summary>The gates of a model, one a schema. Stored beside the model as <c>NAME.gate.json</c>.</summary>
public sealed record GateSet
{
    /// <summary><see cref="SentenceFeatures.Version"/> of the code that made it.</summary>
    public required string Features { get; init; }

    public required IReadOnlyList<Gate> Gates { get; init; }

    /// <summary>The gate for a schema with these fields; null where there is none, and then everything is read.</summary>
    public Gate? For(IEnumerable<string> fields)
    {
        var names = fields.ToArray();
        return Gates.FirstOrDefault(gate => gate.Serves(names));
    }

    public string ToJson() => JsonSerializer.Serialize(this, GateJson.Default.GateSet) + "\n";

    /// <exception cref="JsonException">The text is no gate file, is damaged, or was made by another version.</exception>
    public static GateSet Parse(string json)
    {
        var set = JsonSerializer.Deserialize(json, GateJson.Default.GateSet) ?? throw new JsonException("It holds nothing.");
        if (set.Features != SentenceFeatures.Version)
        {
            throw new JsonException($"It was made for {set.Features}, and this version computes {SentenceFeatures.Version}.");
        }

        foreach (var gate in set.Gates)
        {
            if (gate.Weights.Length != SentenceFeatures.Buckets || Hash(gate.Weights) != gate.Sha256)
            {
                throw new JsonException($"The weights for {gate.Schema} are not the ones that its sha256 speaks of.");
            }

            if (gate.Neighbours < 0 || gate.Residual is not (>= 0 and <= 1))
            {
                throw new JsonException($"The numbers for {gate.Schema} are out of range.");
            }
        }

        return set;
    }

    internal static string Hash(byte[] weights) => Convert.ToHexStringLower(SHA256.HashData(weights));
}
