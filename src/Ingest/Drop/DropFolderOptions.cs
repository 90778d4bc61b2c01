using Pipeline.Domain.Documents;

namespace Pipeline.Ingest.Drop;

/// <summary>One watched folder: settings under <c>Pipeline:Drop:Folders:N</c>.</summary>
public sealed record DropFolderOptions
{
    /// <summary>Absolute. It is waited for where it is not there yet.</summary>
    public string Path { get; init; } = "";

    /// <summary>Name of the schema that says which fields are wanted; null for <see cref="DropOptions.Schema"/>.</summary>
    public string? Schema { get; init; }

    /// <summary>Bulk: nobody waits at a folder.</summary>
    public DocumentPriority Priority { get; init; } = DocumentPriority.Bulk;

    /// <summary>Whom the documents belong to; null for the tenant of an installation without tenants.</summary>
    public Guid? Tenant { get; init; }

    /// <summary>5 s without a change of size or time: programs that copy over a network pause for a second or two.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Look through the whole folder every <see cref="PollEvery"/> instead of waiting to be told: for NFS and SMB, whose servers tell nothing.</summary>
    public bool Polling { get; init; }

    /// <summary>5 s: as long as a file has to settle anyway.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(5);

    internal TenantId Owner => Tenant is { } tenant ? new TenantId(tenant) : TenantId.Default;

    internal IEnumerable<string> Problems(int number)
    {
        var key = $"Pipeline:Drop:Folders:{number}";
        if (!System.IO.Path.IsPathFullyQualified(Path))
        {
            yield return $"{key}:Path has to be an absolute path.";
        }

        if (Settle < TimeSpan.Zero || Settle > TimeSpan.FromHours(1))
        {
            yield return $"{key}:Settle has to be between 0 and an hour.";
        }

        if (PollEvery < TimeSpan.FromMilliseconds(100) || PollEvery > TimeSpan.FromHours(1))
        {
            yield return $"{key}:PollEvery has to be between 0.1 s and an hour.";
        }
    }
}
