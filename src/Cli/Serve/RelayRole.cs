using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Workers.Relay;

namespace Pipeline.Cli.Serve;

/// <summary>Carries messages from the database to the broker.</summary>
internal sealed class RelayRole : IServiceRole
{
    public string Name => RoleNames.Relay;

    public void Add(IServiceCollection services, ServiceSettings settings) =>
        services.AddRelay(new RelaySettings(settings.Relay, settings.Queue, TimeProvider.System));

    public void Map(WebApplication app)
    {
    }
}
