using System.Net;
using System.Net.Sockets;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Which receivers may be told: public addresses over https, and what an administrator allowed. Who can name a receiver could else have this machine ask others of its network.</summary>
public sealed class ReceiverPolicy
{
    public const int LongestUrl = 2000;

    // Special-purpose registries of IANA (RFC 6890 and what followed): everything that is not the public internet.
    private static readonly IPNetwork[] NotPublic4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // Only 2000::/3 is handed out as public; NAT64 (64:ff9b::/96), ULA, link-local and the rest lie outside of it.
    private static readonly IPNetwork Public6 = IPNetwork.Parse("2000::/3");

    // Inside of it: protocol assignments with Teredo and ORCHID, documentation, 6to4 (which hides an IPv4 address), AS112.
    private static readonly IPNetwork[] NotPublic6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(network => IPNetwork.Parse(network))];

    private readonly IPNetwork[] _allowed;

    /// <param name="allowedNetworks">Of <see cref="WebhookOptions.AllowedNetworks"/>.</param>
    public ReceiverPolicy(IReadOnlyList<string> allowedNetworks) => _allowed = [.. allowedNetworks.Select(network => IPNetwork.Parse(network))];

    /// <summary>What is wrong with an address as such, before any name is looked up; null for nothing.</summary>
    public static string? ProblemOf(string? url, out Uri? parsed)
    {
        parsed = null;
        if (string.IsNullOrWhiteSpace(url) || url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var given))
        {
            return $"It has to be an absolute https address of at most {LongestUrl} characters.";
        }

        if (given.Scheme != Uri.UriSchemeHttps && given.Scheme != Uri.UriSchemeHttp)
        {
            return "It has to be an https address; http is for networks of Pipeline:Webhooks:AllowedNetworks alone.";
        }

        if (given.Host.Length == 0 || given.UserInfo.Length > 0 || given.Fragment.Length > 0)
        {
            return "It has to name a host, and may hold neither a user name nor a fragment. Events are signed; a password is not needed.";
        }

        parsed = given;
        return null;
    }

    /// <summary>Whether an event may be sent to an address.</summary>
    /// <param name="encrypted">By https.</param>
    public bool Allows(IPAddress address, bool encrypted)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_allowed, network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain)) || (encrypted && IsPublic(plain));
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(NotPublic4, network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => address.ScopeId == 0 && Public6.Contains(address) && !Array.Exists(NotPublic6, network => network.Contains(address)),
        _ => false,
    };
}
