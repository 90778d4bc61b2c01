using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Inference;
using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

/// <summary>Lets the model read.</summary>
internal sealed class ExtractRole : IServiceRole
{
    public string Name => RoleNames.Extract;

    public void Add(IServiceCollection services, ServiceSettings settings)
    {
        services.AddStage(DocumentStage.Extracting);
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<EngineHost>();
        services.AddSingleton<IReadingEngine>(provider => provider.GetRequiredService<EngineHost>());
        // Before the runner in the list: it ends after the workers have.
        services.AddHostedService(provider => provider.GetRequiredService<EngineHost>());
        services.AddSingleton<IStageRunner, ExtractionRunner>();
        services.AddServiceCheck<EngineCheck>("engine");
    }

    public void Map(WebApplication app)
    {
    }
}
