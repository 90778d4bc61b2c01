using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Cli.Webhooks;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Delivery.Webhooks;
using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

/// <summary>Gives results to those outside.</summary>
internal sealed class DeliverRole : IServiceRole
{
    public string Name => RoleNames.Deliver;

    public void Add(IServiceCollection services, ServiceSettings settings)
    {
        services.AddSingleton<ResultHandover>();
        services.AddResultDelivery(DeliverySettings.Delivery(settings.Configuration));
        services.AddWebhooks(DeliverySettings.Webhooks(settings.Configuration));
        services.AddSingleton<IStageRunner, DeliveryRunner>();
    }

    public void Map(WebApplication app)
    {
    }
}
