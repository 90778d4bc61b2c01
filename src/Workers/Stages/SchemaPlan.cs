using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;
using Pipeline.Workers.Routing;

namespace Pipeline.Workers.Stages;

/// <summary>With what the documents of a schema are read, and how their results are named.</summary>
/// <param name="Gate">Leaves sentences out; null where everything is read.</param>
public sealed record SchemaPlan(ExtractionSchema Schema, ModelCard Card, FieldRouter Router, PipelineIdentity Identity, SentenceGate? Gate)
{
    public required Price CpuSecond { get; init; }

    public required ExtractionPrices ExtractionPrices { get; init; }

    /// <summary>Why nothing can be read with it; null where it can.</summary>
    public DocumentFailure? Refusal { get; init; }
}
