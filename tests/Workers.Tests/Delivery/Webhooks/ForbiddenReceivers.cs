using System.Net;

namespace Pipeline.Workers.Tests.Delivery.Webhooks;

/// <summary>Addresses that must not be told, in the forms by which they are smuggled past checks.</summary>
internal static class ForbiddenReceivers
{
    private static readonly string[] Addresses =
    [
        "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0x7f.1", "127.0.0.1.", "①②⑦.⓪.⓪.①",
        "0.0.0.0", "0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "0xa000001", "167772161", "012.0.0.1", "100.64.0.1", "100.127.255.255", "169.254.169.254", "2852039166", "0xa9fea9fe",
        "0251.0376.0251.0376", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.171", "192.0.2.5", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.255.255",
        "3232235521", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::ffff:192.168.1.1]", "[::127.0.0.1]", "[::10.0.0.1]",
        "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:c0a8:1::1]", "[2002:a9fe:a9fe::1]",
        "[2001::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001:10::1]", "[2001:20::1]", "[2001:db8::1]", "[2001:db8:ffff::1]", "[3fff::1]", "[5f00::1]", "[2620:4f:8000::1]",
        "[100::1]", "[fc00::1]", "[fd00::1]", "[fd12:3456:789a::1]", "[fdff:ffff::1]", "[fe80::1]", "[fe80::1%25eth0]", "[febf::1]", "[fec0::1]", "[ff02::1]", "[ff0e::1]", "[4000::1]", "[::ffff:0:127.0.0.1]",
    ];

    private static readonly string[] Schemes = ["https://{0}/hook", "http://{0}/hook"];

    private static readonly string[] NoReceivers =
    [
        "", " ", "/hook", "hook", "//example.com/hook", "https://", "https:///hook", "file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1:6379/_INFO", "dict://127.0.0.1:11211/", "unix:///var/run/docker.sock",
        "ldap://example.com/", "jar:https://example.com!/", "data:text/plain,x", "javascript:alert(1)", "ws://example.com/", "https://user@example.com/", "https://user:pass@example.com/", "https://127.0.0.1@example.com/",
        "https://example.com/#fragment", "https://example.com:99999/", "https://[::1/", "https://exa mple.com/", "mailto:a@example.com", "\\\\example.com\\share", "https://example.com/" + new string('x', 2000),
    ];

    /// <summary>What the test's name server says.</summary>
    public static Dictionary<string, IPAddress[]> Names { get; } = new Dictionary<string, string[]>
    {
        ["localhost"] = ["127.0.0.1", "::1"],
        ["localhost.localdomain"] = ["127.0.0.1"],
        ["ip6-localhost"] = ["::1"],
        ["127.0.0.1.nip.example"] = ["127.0.0.1"],
        ["metadata.google.internal"] = ["169.254.169.254"],
        ["db.corp.example"] = ["10.1.2.3"],
        ["mixed.example"] = ["93.184.216.34", "10.0.0.1"],
        ["mixed6.example"] = ["2606:2800:220:1::1", "fd00::1"],
        ["mapped.example"] = ["::ffff:127.0.0.1"],
        ["nat64.example"] = ["64:ff9b::a00:1"],
        ["six-to-four.example"] = ["2002:a00:1::1"],
        ["link.example"] = ["fe80::1%3"],
        ["none.example"] = [],
        ["multicast.example"] = ["224.0.0.251"],
        ["unspecified.example"] = ["0.0.0.0"],
        ["cgnat.example"] = ["100.100.100.200"],
    }.ToDictionary(name => name.Key, name => name.Value.Select(address => IPAddress.Parse(address)).ToArray());

    public static IReadOnlyList<string> Urls { get; } =
    [
        .. Schemes.SelectMany(scheme => Addresses.Concat(Names.Keys).Select(host => string.Format(System.Globalization.CultureInfo.InvariantCulture, scheme, host))),
        .. NoReceivers,
        // Public, but not encrypted.
        "http://93.184.216.34/", "http://public.example/", "http://[2606:2800:220:1::1]/",
    ];
}
