using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Workers.Sweeping;

namespace Pipeline.Cli.Serve;

/// <summary>Finds what was left lying.</summary>
internal sealed class SweepRole : IServiceRole
{
    public string Name => RoleNames.Sweep;

    public void Add(IServiceCollection services, ServiceSettings settings) => services.AddSweeping(settings.Sweep);

    public void Map(WebApplication app)
    {
    }
}
