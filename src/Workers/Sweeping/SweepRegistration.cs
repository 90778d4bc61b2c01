using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Workers.Sweeping;

/// <summary>Puts the sweeper into a host.</summary>
public static class SweepRegistration
{
    public static IServiceCollection AddSweeping(this IServiceCollection services, SweepOptions options) =>
        services.AddSingleton(options).AddSingleton<SweepMetrics>().AddHostedService<Sweeper>();
}
