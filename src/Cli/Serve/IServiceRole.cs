using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Cli.Serve;

/// <summary>What a process does for a role: the services it registers and the endpoints it maps. Roles do not know each other.</summary>
internal interface IServiceRole
{
    string Name { get; }

    void Add(IServiceCollection services, ServiceSettings settings);

    void Map(WebApplication app);
}
