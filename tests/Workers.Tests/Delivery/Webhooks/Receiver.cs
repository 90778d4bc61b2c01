using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipeline.Workers.Tests.Delivery.Webhooks;

/// <summary>A real receiver on this machine.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Events { get; } = new();

    public Uri Url { get; private set; } = null!;

    /// <param name="answer">Called with the number of the request, from 1.</param>
    public static async Task<Receiver> StartAsync(Func<int, HttpContext, Task> answer, string address = "127.0.0.1")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        var count = 0;
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            receiver.Events.Enqueue(new Received(
                context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-timestamp"].ToString(), context.Request.Headers["webhook-signature"].ToString(), body.ToArray()));
            await answer(Interlocked.Increment(ref count), context);
        });
        await app.StartAsync();
        receiver.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook");
        return receiver;
    }

    public static Task<Receiver> StartAsync(int status, string address = "127.0.0.1") => StartAsync(
        (_, context) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        },
        address);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>A request as it came.</summary>
    internal sealed record Received(string Id, string Timestamp, string Signature, byte[] Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        /// <summary>As the specification tells a receiver to check it.</summary>
        public bool IsSignedWith(string secret)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            byte[] content = [.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body];
            var signed = HMACSHA256.HashData(key, content);
            return Signature.Split(' ').Contains("v1," + Convert.ToBase64String(signed));
        }
    }
}
