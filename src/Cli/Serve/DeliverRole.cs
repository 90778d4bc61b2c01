using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

/// <summary>Gives results to those outside.</summary>
internal sealed class DeliverRole : IServiceRole
{
    public string Name => RoleNames.Deliver;

    public void Add(IServiceCollection services, ServiceSettings settings)
    {
        services.AddSingleton<ResultHandover>();
        services.TryAddSingleton<IResultDelivery, NoDelivery>();
        services.AddSingleton<IStageRunner, DeliveryRunner>();
    }

    public void Map(WebApplication app)
    {
    }
}
