using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Database;

namespace Pipeline.Ingest.Drop;

/// <summary>Puts the file drop into a host that has a <see cref="PipelineDatabase"/>, a <see cref="TenantBlobs"/> and a <see cref="TimeProvider"/>.</summary>
public static class FileDropSetup
{
    /// <param name="services">Of the host.</param>
    /// <param name="options">Without <see cref="DropOptions.Problems"/>.</param>
    public static IServiceCollection AddFileDrop(this IServiceCollection services, DropOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddMetrics();
        services.AddSingleton<DropMetrics>();
        return services.AddSingleton<IHostedService>(host => new FileDrop(new DropParts(
            host.GetRequiredService<PipelineDatabase>(),
            host.GetRequiredService<TenantBlobs>(),
            host.GetRequiredService<TimeProvider>(),
            host.GetRequiredService<DropMetrics>(),
            host.GetRequiredService<ILoggerFactory>().CreateLogger("Pipeline.Ingest.Drop"),
            options)));
    }
}
