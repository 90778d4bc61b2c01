using System.Security.Cryptography;
using System.Text.Json;

namespace Pipeline.Chaos.Tests.Models;

internal static class TinyCard
{
    public static void Write(string path, string model, IReadOnlyList<string> fields) => File.WriteAllText(path, JsonSerializer.Serialize(new
    {
        name = "plumbing",
        version = 1,
        file = Path.GetFileName(model),
        sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(model))),
        style = "inline",
        languages = Array.Empty<string>(),
        license = "CC0-1.0",
        passage_tokens = 400,
        branch_threshold = 0.1,
        explore_threshold = 0.05,
        possible_miss_threshold = 0.02,
        emit = new Dictionary<string, double>(),
        fields,
    }));
}
