using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Messages;
using Pipeline.Workers.Queue;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Serve;

/// <summary>Takes documents in only while the engine runs: without, they are left to other processes.</summary>
internal sealed class ExtractionRunner : IStageRunner
{
    private readonly StageCrew _crew;
    private readonly StageAdmission _admission;
    private readonly QueueEndpoints _endpoints;
    private readonly ServiceSettings _settings;
    private readonly Lock _gate = new();
    private Task _turning = Task.CompletedTask;
    private bool _started;
    private bool _stopping;

    public ExtractionRunner(
        [FromKeyedServices(DocumentStage.Extracting)] StageCrew crew, [FromKeyedServices(DocumentStage.Extracting)] StageAdmission admission, QueueEndpoints endpoints, ServiceSettings settings, EngineHost engine)
    {
        (_crew, _admission, _endpoints, _settings) = (crew, admission, endpoints, settings);
        engine.Up = documentsAtOnce => Turn(() => UpAsync(documentsAtOnce));
        engine.Down = () => Turn(DownAsync);
    }

    public void Start()
    {
        // The engine says when.
    }

    public async Task StopAsync()
    {
        var working = _crew.StopAsync(_settings.Service.StopWithin);
        lock (_gate)
        {
            _stopping = true;
        }

        await _turning;
        await DownAsync();
        await working;
    }

    private void Turn(Func<Task> step)
    {
        lock (_gate)
        {
            if (!_stopping)
            {
                _turning = AfterAsync(_turning, step);
            }
        }
    }

    private static async Task AfterAsync(Task before, Func<Task> step)
    {
        await before;
        await step();
    }

    private Task UpAsync(int documentsAtOnce)
    {
        if (!_started)
        {
            _started = true;
            _crew.Start(documentsAtOnce);
        }

        _admission.Open();
        _endpoints.Attach<ExtractFieldsConsumer>(OutboxCommand.ExtractFields);
        return Task.CompletedTask;
    }

    private async Task DownAsync()
    {
        _admission.Close();
        await _endpoints.DetachAsync(OutboxCommand.ExtractFields, CancellationToken.None);
    }
}
