using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Pipeline.Storage.Tests;

namespace Pipeline.Ingest.Tests.Api;

/// <summary>What an HTTP client would not let us send.</summary>
[Collection(PostgresGroup.Name)]
public sealed class BrokenBodyTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(postgres, ApiHost.Roomy with { MinBytesPerSecond = 100_000 });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [PostgresFact]
    public async Task A_client_that_goes_in_the_middle_leaves_nothing()
    {
        using (var socket = await ConnectAsync())
        {
            await SendAsync(socket, Head("application/pdf", 10_000) + "%PDF-1.7 half of it");
            await UntilAsync(() => _host.Files().Count == 1);
        }

        await UntilAsync(() => _host.Files().Count == 0);
        Assert.Empty(await _host.DocumentsAsync());
    }

    [PostgresFact]
    public async Task A_form_that_is_cut_off_leaves_nothing()
    {
        const string form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 no boundary follows";
        using var socket = await ConnectAsync();
        await SendAsync(socket, Head("multipart/form-data; boundary=b", form.Length) + form);

        var answer = await AnswerAsync(socket);

        Assert.Contains(" 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"body_cut_off\"", answer, StringComparison.Ordinal);
        Assert.Empty(_host.Files());
        Assert.Empty(await _host.DocumentsAsync());
    }

    [PostgresFact]
    public async Task A_content_length_that_is_too_large_ends_with_the_connection_and_leaves_nothing()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Head("application/pdf", 5000) + "%PDF-1.7");
        socket.Shutdown(SocketShutdown.Send);

        await AnswerAsync(socket);

        await UntilAsync(() => _host.Files().Count == 0);
        Assert.Empty(await _host.DocumentsAsync());
    }

    [PostgresFact]
    public async Task A_content_length_that_is_too_small_takes_what_it_says_and_no_more()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Head("application/pdf", 20) + "%PDF-1.7 twenty byte" + "SMUGGLED / HTTP/9\r\n\r\n");

        var answer = await AnswerAsync(socket);

        Assert.StartsWith("HTTP/1.1 202 ", answer, StringComparison.Ordinal);
        Assert.Equal(20, Assert.Single(await _host.DocumentsAsync()).SizeBytes);
        Assert.Equal(1, answer.Split("HTTP/1.1 2").Length - 1);
    }

    [PostgresFact]
    public async Task Two_lengths_that_differ_are_refused()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Head("application/pdf", 20).Replace("\r\n\r\n", "\r\nContent-Length: 21\r\n\r\n", StringComparison.Ordinal) + "%PDF-1.7 twenty bytes");

        Assert.Contains(" 400 ", await AnswerAsync(socket), StringComparison.Ordinal);
        Assert.Empty(await _host.DocumentsAsync());
    }

    [PostgresFact]
    public async Task A_body_that_only_drips_is_given_up()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Head("application/pdf", 1_000_000) + "%PDF-1.7");
        await UntilAsync(() => _host.Files().Count == 1);

        var answer = await AnswerAsync(socket);

        Assert.Contains(" 408 ", answer, StringComparison.Ordinal);
        await UntilAsync(() => _host.Files().Count == 0);
        Assert.Empty(await _host.DocumentsAsync());
    }

    [PostgresFact]
    public async Task A_length_that_is_far_too_large_is_refused_before_the_body()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, Head("application/pdf", 10L << 30));

        Assert.Contains(" 413 ", await AnswerAsync(socket), StringComparison.Ordinal);
        Assert.Empty(_host.Files());
    }

    private string Head(string type, long length) => string.Create(CultureInfo.InvariantCulture,
        $"POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_host.Key}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n");

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_host.Address.Host, _host.Address.Port);
        return socket;
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.Latin1.GetBytes(text));

    // Until the server closes, or nothing more comes.
    private static async Task<string> AnswerAsync(Socket socket)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        using var cancelled = new CancellationTokenSource(Limit);
        try
        {
            while (await socket.ReceiveAsync(buffer, cancelled.Token) is > 0 and var read)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
                cancelled.CancelAfter(TimeSpan.FromSeconds(2));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // What came is the answer.
        }

        return answer.ToString();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "It did not come to that.");
            await Task.Delay(20);
        }
    }
}
