using System.Globalization;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Posix;

namespace Pipeline.Workers.Delivery;

/// <summary>Results as files: <c>YYYY-MM-DD/&lt;document id&gt;.json</c> by the day (UTC) on which the document came, so that each revision of a document takes the place of the one before,
/// and no folder grows without end. Tenants other than the first have folders of their own under <c>tenants/</c>.</summary>
/// <param name="folder">Absolute.</param>
public sealed class ResultFolder(string folder)
{
    private bool _wasThere;

    /// <summary>Where the result of a document lies, or would lie.</summary>
    public string PathOf(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var day = document.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var root = document.TenantId == TenantId.Default ? folder : Path.Combine(folder, "tenants", document.TenantId.ToString());
        return Path.Combine(root, day, document.Id + ".json");
    }

    /// <summary>Puts a result in place as a whole, on disk when this returns. Again with the same content, it changes nothing that a reader sees.</summary>
    /// <exception cref="IOException">The folder is gone or full; so <see cref="UnauthorizedAccessException"/> where it may not be written.</exception>
    public async Task WriteAsync(Document document, string json, CancellationToken cancellationToken)
    {
        EnsureRoot();
        var path = PathOf(document);
        var parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(parent);
        // Hidden, and of a name of its own: whoever collects results by *.json sees whole ones alone.
        var aside = Path.Combine(parent, $".{document.Id}.{Guid.CreateVersion7():N}");
        try
        {
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write))
            {
                await using (var writer = new StreamWriter(file, leaveOpen: true))
                {
                    await writer.WriteAsync(json.AsMemory(), cancellationToken);
                    await writer.WriteAsync("\n".AsMemory(), cancellationToken);
                }

                await file.FlushAsync(cancellationToken);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            // Checkpoint: killed before the rename, a hidden file is left; the result is delivered again under another.
            File.Move(aside, path, overwrite: true);
            Durable.SyncFolder(parent);
            Durable.SyncFolder(folder);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Takes the result of a document away for good, where there is one.</summary>
    /// <exception cref="IOException">The folder is gone; so <see cref="UnauthorizedAccessException"/> where it may not be written.</exception>
    public void Remove(Document document)
    {
        EnsureRoot();
        var path = PathOf(document);
        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(parent))
        {
            return;
        }

        // What a killed process left aside goes too.
        foreach (var file in Directory.EnumerateFiles(parent, $".{document.Id}.*").Append(path))
        {
            File.Delete(file);
        }

        Durable.SyncFolder(parent);
    }

    // Made once. A folder that goes away later is a disk that was taken away: results must not land beneath its mount point.
    private void EnsureRoot()
    {
        if (!_wasThere)
        {
            Directory.CreateDirectory(folder);
            _wasThere = true;
        }
        else if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException("The folder of Pipeline:Delivery:Folder is gone.");
        }
    }
}
