namespace Pipeline.Ingest.Api.Description;

/// <summary>Marks endpoints that take documents.</summary>
/// <param name="Many">Several, or none at all and JSON in their place.</param>
internal sealed record UploadBody(bool Many);
