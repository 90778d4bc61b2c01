using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>
/// A small HTTP server that speaks the chat-completions protocol. There is no model behind it: each request is answered by a function of the test. What a real server does is measured by hand
/// (docs/second-engine.md).
/// </summary>
internal sealed class EndpointServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<EndpointCall, EndpointAnswer> _answer;
    private readonly ConcurrentDictionary<string, int> _numbers = new();
    private readonly ConcurrentQueue<EndpointCall> _calls = new();
    private readonly Task _serving;
    private int _running;
    private int _most;

    /// <param name="answer">To requests for completions; the list of models holds "told" alone.</param>
    public EndpointServer(Func<EndpointCall, EndpointAnswer> answer)
    {
        _answer = answer;
        Port = FreePort();
        _listener.Prefixes.Add(FormattableString.Invariant($"http://127.0.0.1:{Port}/"));
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port { get; }

    public string Url => FormattableString.Invariant($"http://127.0.0.1:{Port}/v1");

    /// <summary>Requests for completions, in the order in which they came.</summary>
    public IReadOnlyList<EndpointCall> Asked => [.. _calls.Where(call => call.Path == "/v1/chat/completions")];

    public IReadOnlyList<EndpointCall> Calls => [.. _calls];

    /// <summary>The most requests that were open at a time.</summary>
    public int MostAtOnce => _most;

    public Func<EndpointCall, EndpointAnswer> Models { get; set; } = _ => EndpointAnswer.Models("told");

    /// <summary>A port at which nothing listens.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var running = Interlocked.Increment(ref _running);
        lock (_calls)
        {
            _most = Math.Max(_most, running);
        }

        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var text = await reader.ReadToEndAsync();
            var path = context.Request.Url!.AbsolutePath;
            var call = new EndpointCall(_numbers.AddOrUpdate(path, 1, (_, n) => n + 1), context.Request.HttpMethod, path, context.Request.Headers["Authorization"], text.Length == 0 ? null : JsonNode.Parse(text));
            _calls.Enqueue(call);
            var answer = path == "/v1/models" ? Models(call) : _answer(call);
            await Task.Delay(answer.Delay);
            context.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
            {
                context.Response.Headers[name] = value;
            }

            var body = Encoding.UTF8.GetBytes(answer.Body);
            Interlocked.Decrement(ref _running);
            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
    }
}
