using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Looks a receiver's name up, checks every address that it has, and connects to one of those it has just checked: a name that means another address a moment later
/// (DNS rebinding) gains nothing. No redirect is followed and no proxy asked, since either would connect elsewhere.</summary>
internal sealed class ReceiverConnection(ReceiverPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>Of the answer, nothing but its head is of interest.</summary>
    private const int MaxHeaderKibibytes = 16;

    private const int MaxDrainBytes = 16 << 10;

    public SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
            await ConnectAsync(context.DnsEndPoint, context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps, cancellationToken),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        MaxResponseHeadersLength = MaxHeaderKibibytes,
        MaxResponseDrainSize = MaxDrainBytes,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ActivityHeadersPropagator = null,
        // An address that was checked is not believed for ever.
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
    };

    private async Task<Stream> ConnectAsync(DnsEndPoint receiver, bool encrypted, CancellationToken cancellationToken)
    {
        // An address may be written with a dot behind it, or in digits of another shape: it must not reach the resolver as a name.
        var written = receiver.Host.Normalize(NormalizationForm.FormKC).TrimEnd('.').Trim('[', ']');
        var addresses = IPAddress.TryParse(written, out var literal) ? [literal] : await resolve(receiver.Host, cancellationToken);
        // One bad address among good ones is a trick: which of them is used is chance.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => policy.Allows(address, encrypted)))
        {
            throw new ReceiverRefusedException();
        }

        for (var i = 0; ; i++)
        {
#pragma warning disable CA2000 // Becomes the stream's, or is disposed of below.
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
            try
            {
                await socket.ConnectAsync(addresses[i], receiver.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
