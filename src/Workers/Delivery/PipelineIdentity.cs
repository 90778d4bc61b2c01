using Pipeline.Domain.Schemas;
using Pipeline.Workers.Models;
using Pipeline.Workers.Routing;

namespace Pipeline.Workers.Delivery;

/// <summary>What made a result, as the result names it.</summary>
public sealed record PipelineIdentity(string Schema, string Model, string Version)
{
    /// <param name="reader">Version of the layouts: <see cref="Reading.ContractReader.LayoutVersionOf"/>.</param>
    /// <param name="gate">Identity of the gate that leaves sentences out; null where everything is read.</param>
    public static PipelineIdentity Of(ModelCard card, ExtractionSchema schema, string reader, FieldRouter router, string? gate = null) =>
        new(schema.Identity, card.Identity, Extraction.PipelineVersion.Of(card, schema, reader, router.Identity, gate));
}
