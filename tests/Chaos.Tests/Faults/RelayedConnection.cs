using System.Net;
using System.Net.Sockets;

namespace Pipeline.Chaos.Tests.Faults;

/// <summary>One connection through the relay, in both directions.</summary>
internal sealed class RelayedConnection(Socket client, Func<Fault> fault) : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Returns when either side is gone.</summary>
    public async Task RunAsync(int target)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, target, _ended.Token);
            await Task.WhenAny(PumpAsync(client, _server), PumpAsync(_server, client));
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The target is away: whoever connected is thrown out.
        }

        Reset();
    }

    public void Reset()
    {
        if (!_ended.IsCancellationRequested)
        {
            _ended.Cancel();
            foreach (var socket in (Socket[])[client, _server])
            {
                Reset(socket);
            }
        }
    }

    public void Dispose()
    {
        Reset();
        _server.Dispose();
        client.Dispose();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            // Lingering for no time sends RST in place of FIN (socket(7), SO_LINGER).
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this very moment.
        }
    }

    private static bool IsEnd(Exception e) => e is SocketException or OperationCanceledException or ObjectDisposedException;

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(0, Share()), _ended.Token) is > 0 and var read)
            {
                await HoldAsync(read);
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _ended.Token);
                }
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Reset from either side, or by us.
        }
    }

    // A tenth of a second's worth at a time keeps the rate even.
    private int Share() => fault().BytesPerSecond is { } limit ? Math.Clamp(limit / 10, 1, BufferBytes) : BufferBytes;

    private async Task HoldAsync(int bytes)
    {
        if (fault().Latency is var latency && latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, _ended.Token);
        }

        if (fault().BytesPerSecond is { } limit)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)bytes / limit), _ended.Token);
        }

        while (fault().Silent)
        {
            await Task.Delay(Tick, _ended.Token);
        }
    }
}
