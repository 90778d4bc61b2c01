using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Report;

/// <summary>Debian's chromium with one page, driven through its debugging protocol: what is evaluated is not bound by the page's policy.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private int _calls;

    private Chromium(string url) => _process = Process.Start(new ProcessStartInfo("chromium",
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", url])
    { RedirectStandardError = true, RedirectStandardOutput = true })!;

    /// <summary>Opens a file and waits until it is loaded.</summary>
    public static async Task<Chromium> OpenAsync(string file)
    {
        var chromium = new Chromium(new Uri(file).AbsoluteUri);
        _ = chromium._process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        await chromium._socket.ConnectAsync(await chromium.PageAsync(limit.Token), limit.Token);
        while (await chromium.EvaluateAsync("document.readyState === 'complete' && location.protocol === 'file:'") is not { ValueKind: JsonValueKind.True })
        {
            await Task.Delay(50, limit.Token);
        }

        return chromium;
    }

    /// <summary>The value of an expression of JavaScript; a promise is awaited.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true }, null);
        Assert.False(answer.TryGetProperty("exceptionDetails", out var fault), fault.ToString());
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>What the browser had to complain about: refused loads, faults of the script.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync()
    {
        var complaints = new List<string>();
        await CallAsync("Log.enable", [], complaints);
        await CallAsync("Runtime.enable", [], complaints);
        return complaints;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (var i = 0; i < 50 && Directory.Exists(_profile.FullName); i++)
        {
            try
            {
                _profile.Dispose();
            }
            catch (IOException)
            {
                // A child of the browser still writes its last words.
                await Task.Delay(50);
            }
        }
    }

    private async Task<Uri> PageAsync(CancellationToken cancellationToken)
    {
        var port = Path.Combine(_profile.FullName, "DevToolsActivePort");
        using var http = new HttpClient();
        while (true)
        {
            if (File.Exists(port) && await File.ReadAllLinesAsync(port, cancellationToken) is [var number, _])
            {
                using var list = JsonDocument.Parse(await http.GetStringAsync($"http://127.0.0.1:{number}/json/list", cancellationToken));
                foreach (var target in list.RootElement.EnumerateArray().Where(t => t.GetProperty("type").GetString() == "page"))
                {
                    return new Uri(target.GetProperty("webSocketDebuggerUrl").GetString()!);
                }
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters, List<string>? complaints)
    {
        using var limit = new CancellationTokenSource(Limit);
        var id = ++_calls;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        while (true)
        {
            using var message = JsonDocument.Parse(await ReceiveAsync(limit.Token));
            if (message.RootElement.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return message.RootElement.GetProperty("result").Clone();
            }

            if (message.RootElement.GetProperty("method").GetString() is "Log.entryAdded" or "Runtime.exceptionThrown")
            {
                complaints?.Add(message.RootElement.ToString());
            }
        }
    }

    private async Task<byte[]> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return message.ToArray();
            }
        }
    }
}
