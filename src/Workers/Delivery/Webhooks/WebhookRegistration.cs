using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pipeline.Storage.Webhooks;

namespace Pipeline.Workers.Delivery.Webhooks;

/// <summary>Puts the sending of events into a host that has a <see cref="Storage.Database.PipelineDatabase"/> and a <see cref="TimeProvider"/>.</summary>
public static class WebhookRegistration
{
    /// <param name="services">Of the host.</param>
    /// <param name="options">Without <see cref="WebhookOptions.Problems"/>.</param>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        services.AddMetrics();
        return services
            .AddSingleton(options)
            .AddSingleton<WebhookMetrics>()
            .AddSingleton<DueWebhooks>()
            .AddSingleton(host => new WebhookSender(options, host.GetRequiredService<TimeProvider>()))
            .AddSingleton<IHostedService, WebhookLoop>();
    }
}
