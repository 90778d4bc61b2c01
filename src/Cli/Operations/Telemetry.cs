using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Pipeline.Cli.Operations;

/// <summary>Metrics, traces and logs by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says to whom. The exporter's other settings are the standard's
/// (<c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>, …). Nothing is sent, and nothing is collected, without it.</summary>
internal sealed class Telemetry : IHostedService, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MeterProvider _meters;
    private readonly TracerProvider _tracers;

    public Telemetry()
    {
        // Ours, and those of the runtime and the libraries. Npgsql's traces stay out: one for each of the thousands of small statements.
        _meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter("Pipeline*", "MassTransit", "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter()
            .Build();
#pragma warning disable CA2000 // The provider ends its processors.
        _tracers = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource("Pipeline*", "MassTransit", "Microsoft.AspNetCore")
            .AddProcessor(new WithoutContent())
            .AddOtlpExporter()
            .Build();
#pragma warning restore CA2000
    }

    /// <summary>Adds it where it is asked for.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(EndpointVariable)))
        {
            return;
        }

        builder.Services.AddSingleton<Telemetry>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Telemetry>());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(Described());
            logs.IncludeScopes = true;
            logs.AddOtlpExporter();
        });
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _meters.ForceFlush((int)TimeSpan.FromSeconds(5).TotalMilliseconds);
        _tracers.ForceFlush((int)TimeSpan.FromSeconds(5).TotalMilliseconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _meters.Dispose();
        _tracers.Dispose();
    }

    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("pipeline", serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    private static ResourceBuilder Described()
    {
        var resource = ResourceBuilder.CreateDefault();
        Describe(resource);
        return resource;
    }

    /// <summary>A query may hold a file's name or a sender's reference; neither leaves with a trace.</summary>
    private sealed class WithoutContent : BaseProcessor<Activity>
    {
        private static readonly string[] Tags = ["url.query", "url.full", "http.target", "http.url", "user_agent.original"];

        public override void OnEnd(Activity data)
        {
            foreach (var tag in Tags)
            {
                data.SetTag(tag, null);
            }
        }
    }
}
