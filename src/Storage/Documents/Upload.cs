using Pipeline.Domain.Documents;
using Pipeline.Storage.Access;

namespace Pipeline.Storage.Documents;

/// <summary>Files that were sent together, and are accepted together or not at all.</summary>
public sealed record Upload
{
    public required IReadOnlyList<UploadedFile> Files { get; init; }

    /// <summary>Of each of them.</summary>
    public required DocumentOrder Order { get; init; }

    /// <summary>Opened with them, in place of the order's batch.</summary>
    public NewBatch? Batch { get; init; }

    /// <summary>Null: nothing is counted.</summary>
    public UsageLimit? Limit { get; init; }

    /// <summary>Null: the client sent no key of its own.</summary>
    public KeptAnswer? Answer { get; init; }
}
