using Microsoft.Extensions.DependencyInjection;
using Pipeline.Storage.Database;

namespace Pipeline.Workers.Relay;

/// <summary>Puts the relay into a host, or what stands in for it.</summary>
public static class RelayRegistration
{
    public static IServiceCollection AddRelay(this IServiceCollection services, RelaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.AddSingleton<RelayMetrics>();
        services.AddSingleton<RelayBroker>();
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        if (settings.Options.Notify == true)
        {
            services.AddHostedService<OutboxListener>();
        }

        return services;
    }

    /// <summary>For a process without a relay.</summary>
    public static IServiceCollection AddRelayNotifications(this IServiceCollection services, RelaySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Options.Notify == true
            ? services.AddHostedService(provider => new OutboxNotifier(provider.GetRequiredService<PipelineDatabase>(), settings))
            : services;
    }
}
