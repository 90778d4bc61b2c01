using Pipeline.Domain.Documents;

namespace Pipeline.Storage.Webhooks;

/// <summary>Something to tell of a document.</summary>
/// <param name="Claim">The document's claim number: which of its runs.</param>
/// <param name="PipelineVersion">Of the result; null where there is none.</param>
/// <param name="Callback">The document's own receiver.</param>
public sealed record EventOccasion(DocumentId Document, int Claim, int Revision, string? PipelineVersion, WebhookEvent Event, Uri? Callback);
