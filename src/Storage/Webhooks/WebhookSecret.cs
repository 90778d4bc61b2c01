using System.Security.Cryptography;

namespace Pipeline.Storage.Webhooks;

/// <summary>Secrets of webhooks, as Standard Webhooks 1.0 writes them.</summary>
public static class WebhookSecret
{
    public const string Prefix = "whsec_";

    /// <summary>256 bits: the specification asks for 192 to 512.</summary>
    private const int Bytes = 32;

    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
}
