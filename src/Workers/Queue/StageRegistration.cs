using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Stages;

namespace Pipeline.Workers.Queue;

/// <summary>Puts the stages into a host. The host registers ISchemaPlans, IDocumentReader and IReadingEngine.</summary>
public static class StageRegistration
{
    // So many wait for a worker, in each lane: none is idle between two documents, and few have to be handed back on a stop.
    private const int Room = 4;

    /// <param name="worker">Names this process in the history of documents.</param>
    public static IServiceCollection AddStages(this IServiceCollection services, LeaseOptions leases, string worker)
    {
        services.AddSingleton(leases);
        services.AddSingleton(provider => new LeaseKeeper(new DocumentClaims(provider.GetRequiredService<PipelineDatabase>()), leases, provider.GetRequiredService<ILogger<LeaseKeeper>>()));
        services.AddSingleton(provider => new AdmissionTerms(worker, leases, provider.GetRequiredService<LeaseKeeper>()));
        services.AddSingleton<StageMetrics>();
        services.AddSingleton<IStageSource, StageCatalog>();
        services.AddSingleton<StageWork>();
        services.AddSingleton<StageCrewTools>();
        return services;
    }

    /// <summary>One stage, by where its documents wait: <see cref="DocumentStage.Received"/> or <see cref="DocumentStage.Extracting"/>.</summary>
    public static IServiceCollection AddStage(this IServiceCollection services, DocumentStage waitingIn)
    {
        services.AddKeyedSingleton(waitingIn, (_, _) => new StageChannel(Room));
        services.AddKeyedSingleton(waitingIn, (provider, key) => new StageAdmission(
            waitingIn,
            provider.GetRequiredService<PipelineDatabase>(),
            provider.GetRequiredKeyedService<StageChannel>(key),
            provider.GetRequiredService<AdmissionTerms>(),
            provider.GetRequiredService<ILogger<StageAdmission>>()));
        services.AddKeyedSingleton(waitingIn, (provider, key) => new StageCrew(
            waitingIn == DocumentStage.Received ? DocumentStage.Reading : waitingIn,
            provider.GetRequiredKeyedService<StageChannel>(key),
            provider.GetRequiredService<StageCrewTools>(),
            provider.GetRequiredService<ILogger<StageCrew>>()));
        return services;
    }
}
