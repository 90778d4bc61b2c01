using Microsoft.Extensions.DependencyInjection;
using Pipeline.Workers.Queue;

namespace Pipeline.Workers.Delivery;

/// <summary>Puts the giving of results to folder and webhooks into a host that has a <see cref="Storage.Database.PipelineDatabase"/>.</summary>
public static class DeliveryRegistration
{
    /// <param name="services">Of the host.</param>
    /// <param name="options">Without <see cref="DeliveryOptions.Problems"/>.</param>
    public static IServiceCollection AddResultDelivery(this IServiceCollection services, DeliveryOptions options)
    {
        services.AddMetrics();
        return services.AddSingleton(options).AddSingleton<DeliveryMetrics>().AddSingleton<IResultDelivery, ResultDelivery>();
    }
}
