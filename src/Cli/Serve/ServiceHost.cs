using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Cli.Operations;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Inference;
using Pipeline.Workers.Queue;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;
using Pipeline.Workers.Relay;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Serve;

/// <summary>Puts one process together: web server, bus, and the roles. What is registered first stops last.</summary>
internal static class ServiceHost
{
    // Beyond the time that stages have: for the bus, the relay and the web server to end.
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(15);

    /// <exception cref="OperatorException">What the roles need is missing on this machine.</exception>
    public static async Task<WebApplication> BuildAsync(ServiceSettings settings, ServiceStorage storage, ServiceConsole console, WebAddress address, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = settings.Root, ApplicationName = "pipeline" });
        builder.Configuration.AddConfiguration(settings.Configuration.Values);
        builder.Services.AddRouting();
        Log(builder, console);
        Telemetry.AddTo(builder);
        Listen(builder, settings.Web, address);
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, OwnLifetime>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.Service.StopWithin + EndingTime);
        services.AddSingleton(settings).AddSingleton(console).AddSingleton(storage.Database).AddSingleton(storage.Blobs).AddSingleton(TimeProvider.System);
        services.AddQueue(settings.Queue);
        services.AddServiceCheck<DatabaseCheck>("database").AddServiceCheck<BlobCheck>("blobs").AddServiceCheck<QueueCheck>("queue").AddServiceCheck<StageCheck>("stages");
        await AddStagesAsync(services, settings, cancellationToken);
        var roles = ServiceRoles.Of(settings);
        foreach (var role in roles)
        {
            role.Add(services, settings);
        }

        if (settings.Roles.Contains(RoleNames.Relay))
        {
            services.AddServiceCheck<RelayCheck>("relay");
        }
        else
        {
            services.AddRelayNotifications(new RelaySettings(settings.Relay, settings.Queue, TimeProvider.System));
        }

        services.AddHostedService<BacklogMeter>();
        services.AddHostedService<StageHost>();
        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseRouting();
        app.MapHealth();
        foreach (var role in roles)
        {
            role.Map(app);
        }

        return app;
    }

    private static async Task AddStagesAsync(IServiceCollection services, ServiceSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.Roles.Contains(RoleNames.Read) && !settings.Roles.Contains(RoleNames.Extract))
        {
            return;
        }

        var isolation = await IsolationProbe.DetectAsync(cancellationToken);
        if (isolation.Level == IsolationLevel.None && settings.Roles.Contains(RoleNames.Read))
        {
            throw new OperatorException(isolation.Explanation);
        }

        var run = new RunOptions
        {
            Paths = [],
            Out = "",
            Schema = settings.Service.Schema,
            Model = settings.Service.Model,
            Prices = settings.Service.Prices ?? Path.Combine(settings.Root, "prices.json"),
            DataFolder = settings.DataFolder,
            ReadAll = settings.Configuration.ReadsAll,
        };
        var plan = await RunPlan.MakeAsync(run, settings.Reading, settings.Endpoint, settings.Root, cancellationToken);
        services.AddSingleton<ISchemaPlans>(new InstalledSchemas(plan, settings.Root));
        services.AddSingleton<IDocumentReader>(new ContractReader(settings.Reading, isolation));
        services.AddSingleton(settings.OtherEngine ?? new PlanEngine(plan, settings.Engine, settings.DataFolder));
        if (!settings.Roles.Contains(RoleNames.Extract))
        {
            services.AddSingleton<IReadingEngine, NoEngine>();
        }

        services.AddStages(settings.Lease, settings.Worker);
    }

    private static void Log(WebApplicationBuilder builder, ServiceConsole console)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.SetMinimumLevel(console.Level);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        // What becomes of a message and of the broker is said in our own words, once.
        builder.Logging.AddFilter("MassTransit", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
    }

    private static void Listen(WebApplicationBuilder builder, WebOptions web, WebAddress address)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address.Ip, address.Port, listen => Secure(listen, web, address));
        });
        if (address.IsHttps)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.None;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            if (web.ProxyNetwork() is { } proxy)
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
                options.KnownIPNetworks.Add(proxy);
            }
        });
    }

    private static void Secure(ListenOptions listen, WebOptions web, WebAddress address)
    {
        if (!address.IsHttps)
        {
            return;
        }

        try
        {
#pragma warning disable CA2000 // The web server keeps it for as long as the process lives.
            listen.UseHttps(X509Certificate2.CreateFromPemFile(web.Certificate!, web.CertificateKey));
#pragma warning restore CA2000
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new OperatorException($"The certificate of Pipeline:Web:Certificate and its key cannot be used: {e.Message}", e);
        }
    }
}
