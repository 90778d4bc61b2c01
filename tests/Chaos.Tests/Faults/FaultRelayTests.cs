using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.Chaos.Tests.Faults;

/// <summary>The relay does what the scenarios count on, against a server that gives back what it gets.</summary>
public sealed class FaultRelayTests : IAsyncLifetime
{
    private readonly TcpListener _echo = new(IPAddress.Loopback, 0);
    private FaultRelay _relay = null!;

    public Task InitializeAsync()
    {
        _echo.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                var client = await _echo.AcceptTcpClientAsync();
                _ = Task.Run(() => client.GetStream().CopyToAsync(client.GetStream()));
            }
        });
        _relay = new FaultRelay(((IPEndPoint)_echo.LocalEndpoint).Port);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        _echo.Stop();
    }

    [Fact]
    public async Task What_goes_in_comes_out()
    {
        using var client = await ConnectAsync();
        var sent = new byte[300_000];
        new Random(1).NextBytes(sent);
        var sending = client.GetStream().WriteAsync(sent).AsTask();

        Assert.Equal(sent, await ReadAsync(client, sent.Length));
        await sending;
        Assert.Equal(1, _relay.Connections);
    }

    [Fact]
    public async Task Latency_holds_in_both_directions()
    {
        using var client = await ConnectAsync();
        _relay.Fault = new Fault { Latency = TimeSpan.FromMilliseconds(150) };

        Assert.InRange((await RoundTripAsync(client, 1)).TotalMilliseconds, 290, 3000);
    }

    [Fact]
    public async Task A_limit_makes_data_slow()
    {
        using var client = await ConnectAsync();
        _relay.Fault = new Fault { BytesPerSecond = 10_000 };

        Assert.InRange((await RoundTripAsync(client, 10_000)).TotalSeconds, 1, 6);
    }

    [Fact]
    public async Task Silence_keeps_the_connection_and_ends_without_loss()
    {
        using var client = await ConnectAsync();
        _relay.Fault = new Fault { Silent = true };
        await client.GetStream().WriteAsync(new byte[] { 42 });
        var reading = ReadAsync(client, 1);

        Assert.NotSame(reading, await Task.WhenAny(reading, Task.Delay(300)));

        _relay.Fault = Fault.None;
        Assert.Equal([42], await reading);
    }

    [Fact]
    public async Task A_reset_throws_everybody_out_and_lets_them_in_again()
    {
        using var client = await ConnectAsync();
        await RoundTripAsync(client, 1);

        _relay.Reset();

        await Assert.ThrowsAsync<IOException>(() => ReadAsync(client, 1));
        using var again = await ConnectAsync();
        await RoundTripAsync(again, 1);
    }

    [Fact]
    public async Task Whoever_is_refused_hears_it_at_once()
    {
        _relay.Fault = new Fault { Refuses = true };

        await ThrownOutAsync();
    }

    [Fact]
    public async Task Resets_come_again_and_again()
    {
        _relay.Fault = new Fault { ResetEvery = TimeSpan.FromMilliseconds(200) };
        for (var i = 0; i < 3; i++)
        {
            await ThrownOutAsync();
        }
    }

    /// <summary>While connecting, or right after.</summary>
    private async Task ThrownOutAsync()
    {
        var end = await Record.ExceptionAsync(async () =>
        {
            using var client = await ConnectAsync();
            await ReadAsync(client, 1);
        });
        Assert.True(end is IOException or SocketException, end?.ToString());
    }

    private static async Task<TimeSpan> RoundTripAsync(TcpClient client, int bytes)
    {
        var started = Stopwatch.GetTimestamp();
        await client.GetStream().WriteAsync(new byte[bytes]);
        await ReadAsync(client, bytes);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<byte[]> ReadAsync(TcpClient client, int bytes)
    {
        var read = new byte[bytes];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await client.GetStream().ReadExactlyAsync(read, limit.Token);
        return read;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _relay.Port);
        return client;
    }
}
