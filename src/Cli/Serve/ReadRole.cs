using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Workers.Queue;

namespace Pipeline.Cli.Serve;

/// <summary>Turns received files into layouts.</summary>
internal sealed class ReadRole : IServiceRole
{
    public string Name => RoleNames.Read;

    public void Add(IServiceCollection services, ServiceSettings settings)
    {
        services.AddStage(DocumentStage.Received);
        services.AddSingleton<IStageRunner, ReadingRunner>();
    }

    public void Map(WebApplication app)
    {
    }
}
