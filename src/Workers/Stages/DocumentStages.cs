using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;

namespace Pipeline.Workers.Stages;

/// <summary>The stages as a document of one tenant and schema goes through them.</summary>
public sealed record DocumentStages
{
    /// <summary>Does the work of a stage under the claim.</summary>
    public delegate Task<StageEnd> Work(ClaimedDocument document, CancellationToken cancellationToken);

    public required Work Read { get; init; }

    public required Work Extract { get; init; }

    public required ExtractionRecords Records { get; init; }

    public required ResultDraft Results { get; init; }

    /// <summary>Why no document of this schema can be worked on; null where it can.</summary>
    public DocumentFailure? Refusal { get; init; }
}
