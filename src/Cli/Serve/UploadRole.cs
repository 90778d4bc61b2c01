using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Ingest.Api;
using Pipeline.Ingest.Api.Pages;
using Pipeline.Storage.Blobs;

namespace Pipeline.Cli.Serve;

/// <summary>Lets documents in over HTTP, and gives out what is known of them.</summary>
internal sealed class UploadRole : IServiceRole
{
    public string Name => RoleNames.Ingest;

    public void Add(IServiceCollection services, ServiceSettings settings)
    {
        services.AddSingleton<IPageImages>(host => new DrawnPages(host.GetRequiredService<TenantBlobs>(), settings.Reading, Path.Combine(settings.DataFolder, "pages")));
        services.AddUploadApi(ApiSettings.Of(settings));
        services.AddServiceCheck<SpaceCheck>("space");
    }

    public void Map(WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapUploadApi();
    }
}
