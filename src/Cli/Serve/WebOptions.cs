using System.Net;

namespace Pipeline.Cli.Serve;

/// <summary>Settings under <c>Pipeline:Web</c>.</summary>
internal sealed record WebOptions
{
    /// <summary><c>http://127.0.0.1:8080</c> or <c>https://0.0.0.0:8443</c>; port 0 takes any. Null: 127.0.0.1, on 8080 or the next port that is free.</summary>
    public string? Address { get; init; }

    /// <summary>PEM file of the certificate (with those between it and the root).</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of its key.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Address or range (<c>10.0.0.0/8</c>) of a proxy that ends TLS in front of this process; its X-Forwarded headers are believed.</summary>
    public string? TrustedProxy { get; init; }

    /// <summary>All that is wrong with these settings, naming each key; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        if (TrustedProxy is not null && ProxyNetwork() is null)
        {
            return ["Pipeline:Web:TrustedProxy has to be an address or a range, such as 10.0.0.5 or 10.0.0.0/8."];
        }

        if ((Certificate is null) != (CertificateKey is null))
        {
            return ["Pipeline:Web:Certificate and Pipeline:Web:CertificateKey go together: both or none."];
        }

        if (Address is null)
        {
            return [];
        }

        if (WebAddress.Parse(Address) is not { } address)
        {
            return ["Pipeline:Web:Address has to be http or https, an IP address or localhost, and a port, such as http://127.0.0.1:8080."];
        }

        if (address.IsHttps && Certificate is null)
        {
            return ["Pipeline:Web:Address is https and needs Pipeline:Web:Certificate and Pipeline:Web:CertificateKey (PEM files)."];
        }

        return address.IsLoopback || address.IsHttps || TrustedProxy is not null
            ? []
            : [$"Pipeline:Web:Address is {Address}, which other machines can reach, and nothing encrypts the way: keys and documents would be readable on it. "
                + "Either make it https with Pipeline:Web:Certificate and Pipeline:Web:CertificateKey, or name the proxy that ends TLS in front of it in Pipeline:Web:TrustedProxy, "
                + "or keep 127.0.0.1 and reach it through ssh -L."];
    }

    public IPNetwork? ProxyNetwork() => TrustedProxy is null ? null
        : IPNetwork.TryParse(TrustedProxy, out var network) ? network
        : IPAddress.TryParse(TrustedProxy, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
        : null;
}
