using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Cli.Serve;

/// <summary>Lets documents in: watched folders and uploads.</summary>
internal sealed class IngestRole : IServiceRole
{
    public string Name => RoleNames.Ingest;

    public void Add(IServiceCollection services, ServiceSettings settings)
    {
    }

    public void Map(WebApplication app)
    {
    }
}
