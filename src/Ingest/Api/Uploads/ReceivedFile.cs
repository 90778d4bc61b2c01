using Pipeline.Storage.Blobs;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>A file as it arrived: on disk, under no name yet.</summary>
internal sealed record ReceivedFile(string Name, StagedBlob Content);
