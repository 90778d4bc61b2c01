using System.Net;
using System.Net.Sockets;

namespace Pipeline.Inference.OpenAi;

/// <summary>The connections to an endpoint: no redirects, no cookies; to a local one only over the loopback device, and never by way of a proxy.</summary>
internal static class EndpointHandler
{
    public static SocketsHttpHandler Create(EndpointAddress address) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !address.IsLocal,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // A name that moves to another machine is followed within minutes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = address.IsLocal ? (context, cancellationToken) => ConnectAsync(address.Loopback, context.DnsEndPoint.Port, cancellationToken) : null,
    };

    private static async ValueTask<Stream> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(addresses[i], port, cancellationToken);
            }
            catch (SocketException) when (i + 1 < addresses.Count)
            {
                // The next address.
            }
        }
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The stream owns the socket; where there is none, it is disposed of below.
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
#pragma warning restore CA2000
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(address, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
