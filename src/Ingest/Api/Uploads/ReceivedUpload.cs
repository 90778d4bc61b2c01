namespace Pipeline.Ingest.Api.Uploads;

/// <summary>The body of a request as it arrived. Disposing drops the files that were not accepted.</summary>
internal sealed class ReceivedUpload : IDisposable
{
    public List<ReceivedFile> Files { get; } = [];

    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    public void Dispose() => Files.ForEach(file => file.Content.Dispose());
}
