using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.Cli.Serve;

/// <summary>Where the web server listens.</summary>
internal sealed record WebAddress(bool IsHttps, IPAddress Ip, int Port)
{
    private const int FirstPort = 8080;
    private const int Ports = 100;

    public bool IsLoopback => IPAddress.IsLoopback(Ip);

    public static WebAddress? Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
        {
            return null;
        }

        var ip = uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.Host.Trim('[', ']'), out var parsed) ? parsed : null;
        return ip is null ? null : new WebAddress(uri.Scheme == "https", ip, uri.Port);
    }

    /// <summary>This machine alone, on the first free port from 8080 on; any where all are taken.</summary>
    public static WebAddress FirstFree()
    {
        for (var port = FirstPort; port < FirstPort + Ports; port++)
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return new WebAddress(false, IPAddress.Loopback, port);
            }
            catch (SocketException)
            {
                // Taken: the next.
            }
        }

        return new WebAddress(false, IPAddress.Loopback, 0);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(IsHttps ? "https" : "http")}://{(Ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Ip}]" : Ip.ToString())}:{Port}");
}
