using Microsoft.Extensions.DependencyInjection;
using Pipeline.Domain.Documents;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Serve;

/// <summary>Whether a stage rests because something is away.</summary>
internal sealed class StageCheck(IServiceProvider provider) : IServiceCheck
{
    public Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        var resting = new[] { DocumentStage.Received, DocumentStage.Extracting }
            .Select(stage => provider.GetKeyedService<StageCrew>(stage)?.Outage.Reason)
            .OfType<Exception>()
            .Select(reason => reason.Message)
            .ToArray();
        return Task.FromResult(resting.Length == 0 ? null : $"Documents wait: {string.Join(" ", resting)}");
    }
}
