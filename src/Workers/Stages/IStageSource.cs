using Pipeline.Storage.Documents;

namespace Pipeline.Workers.Stages;

/// <summary>Knows the stages of a document: of the one plan of a run, or of its schema and tenant.</summary>
public interface IStageSource
{
    /// <exception cref="IOException">What the stages need cannot be read for now.</exception>
    Task<DocumentStages> OfAsync(ClaimedDocument document, CancellationToken cancellationToken);
}
