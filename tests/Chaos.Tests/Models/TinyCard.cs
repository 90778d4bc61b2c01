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
        fields,
    }));
}
