using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Messages;
using Pipeline.Workers.Queue;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Serve;

internal sealed class ReadingRunner(
    [FromKeyedServices(DocumentStage.Received)] StageCrew crew, [FromKeyedServices(DocumentStage.Received)] StageAdmission admission, QueueEndpoints endpoints, ServiceSettings settings) : IStageRunner
{
    public void Start()
    {
        crew.Start(settings.Service.Readers);
        endpoints.Attach<ReadDocumentConsumer>(OutboxCommand.ReadDocument);
    }

    public async Task StopAsync()
    {
        var working = crew.StopAsync(settings.Service.StopWithin);
        admission.Close();
        await endpoints.DetachAsync(OutboxCommand.ReadDocument, CancellationToken.None);
        await working;
    }
}
