using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Storage.Access;

/// <summary>The text of an API key: a prefix to tell keys apart, and 256 random bits. Shown once; only <see cref="Hash"/> is kept.
/// A fast hash is right here: nobody can guess 256 bits, however fast.</summary>
public sealed record ApiSecret
{
    private const string Start = "pk_";
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    private ApiSecret(string prefix)
    {
        Prefix = prefix;
        Text = prefix + "_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Hash = HashOf(Text);
    }

    public string Text { get; }

    public string Prefix { get; }

    /// <summary>SHA-256 of <see cref="Text"/> in lower-case hex.</summary>
    public string Hash { get; }

    public static ApiSecret Create() => new(Start + RandomNumberGenerator.GetString(Letters, 8));

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A record prints its members; this one must not.
    public override string ToString() => Prefix;
}
