using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Cli.Webhooks;
using Pipeline.Ingest.Drop;

namespace Pipeline.Cli.Serve;

/// <summary>Lets documents in: watched folders and uploads.</summary>
internal sealed class IngestRole : IServiceRole
{
    public string Name => RoleNames.Ingest;

    public void Add(IServiceCollection services, ServiceSettings settings) =>
        services.AddFileDrop(DeliverySettings.Drop(settings.Configuration, settings.Service.Schema, settings.Reading.MaxBytes));

    public void Map(WebApplication app)
    {
    }
}
