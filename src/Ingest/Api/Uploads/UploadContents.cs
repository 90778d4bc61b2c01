using Pipeline.Domain.Documents;
using Pipeline.Formats.Containers;
using Pipeline.Formats.Content;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Blobs;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>The documents of an upload: by their bytes, whatever they are called, and those inside of archives and mails. Disposing drops what was not accepted.</summary>
internal sealed class UploadContents : IDisposable
{
    private readonly List<UploadedFile> _files = [];

    private UploadContents()
    {
    }

    public IReadOnlyList<UploadedFile> Files => _files;

    /// <summary>Something was an archive or mail: its documents belong together.</summary>
    public bool Unpacked { get; private set; }

    /// <exception cref="ApiProblemException">A file is of a type that is not read (415), or there is nothing to read in it (422).</exception>
    public static async Task<UploadContents> OpenAsync(IReadOnlyList<ReceivedFile> files, BlobStore blobs, long maxBytes, CancellationToken cancellationToken)
    {
        var contents = new UploadContents();
        try
        {
            foreach (var file in files)
            {
                await contents.AddAsync(file, blobs, maxBytes, cancellationToken);
            }

            return contents;
        }
        catch
        {
            contents.Dispose();
            throw;
        }
    }

    public void Dispose() => _files.ForEach(file => file.Content?.Dispose());

    private async Task AddAsync(ReceivedFile file, BlobStore blobs, long maxBytes, CancellationToken cancellationToken)
    {
        await using var content = file.Content.Open();
        var type = ContentTypes.Detect(content);
        if (Unsupported(type) is { } problem)
        {
            throw new ApiProblemException(problem);
        }

        if (!ContainerExpander.IsContainer(type))
        {
            _files.Add(new UploadedFile(file.Name, file.Content, null));
            return;
        }

        Unpacked = true;
        var before = _files.Count;
        await foreach (var inner in new ContainerExpander(maxBytes).ExpandAsync(file.Name, content, cancellationToken))
        {
            var staged = inner.Content is { } bytes ? await blobs.StageAsync(bytes, maxBytes, cancellationToken) : null;
            _files.Add(new UploadedFile(inner.Name, staged, inner.Failure));
        }

        if (_files.Skip(before).All(inner => inner.Content is null))
        {
            throw new ApiProblemException(ApiProblems.Unopened(_files[before].Failure ?? DocumentFailures.NothingInside));
        }
    }

    private static ApiProblem? Unsupported(ContentType type) => type switch
    {
        ContentType.Pdf or ContentType.Docx or ContentType.Text or ContentType.Html or ContentType.Mail or ContentType.Zip
            or ContentType.Png or ContentType.Jpeg or ContentType.Tiff => null,
        ContentType.EncryptedOffice => ApiProblems.Unopened(DocumentFailures.Encrypted),
        ContentType.Unknown => ApiProblems.UnsupportedType(DocumentFailures.UnknownFormat.Reason),
        ContentType.RichText => ApiProblems.UnsupportedType(DocumentFailures.RichText.Reason),
        ContentType.OldOffice => ApiProblems.UnsupportedType(DocumentFailures.OldOffice.Reason),
        ContentType.Spreadsheet => ApiProblems.UnsupportedType(DocumentFailures.Spreadsheet.Reason),
        ContentType.Presentation => ApiProblems.UnsupportedType(DocumentFailures.Presentation.Reason),
        ContentType.OpenDocument => ApiProblems.UnsupportedType(DocumentFailures.OpenDocument.Reason),
    };
}
