using Pipeline.Storage.Documents;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Run;

/// <summary>The stages of a run, the same for each document, and how many documents are in each at a time.</summary>
internal sealed record RunStages(DocumentStages Stages, TimeSpan Lease, int ReadersAtOnce, int ExtractionsAtOnce) : IStageSource
{
    public Task<DocumentStages> OfAsync(ClaimedDocument document, CancellationToken cancellationToken) => Task.FromResult(Stages);
}
