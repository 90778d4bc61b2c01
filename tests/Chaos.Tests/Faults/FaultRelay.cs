using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.Chaos.Tests.Faults;

/// <summary>A TCP relay on a loopback port that can be told to behave badly.</summary>
internal sealed class FaultRelay : IAsyncDisposable
{
    private readonly ConcurrentDictionary<RelayedConnection, byte> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private readonly Task _resetting;
    private volatile Fault _fault = Fault.None;

    /// <param name="target">A port of this machine.</param>
    public FaultRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
        _resetting = Task.Run(ResetAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many are open through it.</summary>
    public int Connections => _connections.Count;

    /// <summary>Takes effect at once, also for connections that are open.</summary>
    public Fault Fault
    {
        get => _fault;
        set
        {
            _fault = value;
            if (value.Refuses)
            {
                Reset();
            }
        }
    }

    /// <summary>Ends all connections with RST: whatever was on its way is gone.</summary>
    public void Reset()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Reset();
        await Task.WhenAll(_accepting, _resetting);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                _ = Task.Run(() => RelayAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or a caller that left before it was let in.
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var connection = new RelayedConnection(client, () => _fault);
        _connections[connection] = 0;
        try
        {
            if (_fault.Refuses || _stopping.IsCancellationRequested)
            {
                connection.Reset();
                return;
            }

            await connection.RunAsync(_target);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }

    private async Task ResetAsync()
    {
        var last = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!_stopping.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            if (_fault.ResetEvery is { } pause && System.Diagnostics.Stopwatch.GetElapsedTime(last) >= pause)
            {
                last = System.Diagnostics.Stopwatch.GetTimestamp();
                Reset();
            }
        }
    }
}
