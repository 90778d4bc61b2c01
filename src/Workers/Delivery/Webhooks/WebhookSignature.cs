using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Standard Webhooks 1.0, symmetric: HMAC-SHA256 over id, time and body.</summary>
internal static class WebhookSignature
{
    /// <returns>One signature for each secret, separated by spaces: a receiver takes whichever it knows.</returns>
    public static string Of(string id, DateTimeOffset time, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[WebhookSecret.Prefix.Length..]), signed))));
    }
}
