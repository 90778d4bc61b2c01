using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Pipeline.Ingest.Api.Problems;
using Pipeline.Storage.Blobs;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>Streams the body of a request into the blob store's folder: never into memory, and never through a form reader's temporary files.</summary>
internal sealed class BodyReader(BlobStore blobs, UploadApiOptions options)
{
    /// <summary>A batch of more is sent in several requests: what is staged counts against the disk.</summary>
    public const int MostFiles = 200;

    // Labels of the largest kind are some 7 KB, escaped some 40.
    private const int MostFieldBytes = 64 << 10;
    private const int MostParts = MostFiles + 20;
    private const int BufferBytes = 64 << 10;

    /// <exception cref="ApiProblemException">The body cannot be used.</exception>
    /// <exception cref="BlobTooLargeException">A file is larger than allowed.</exception>
    public async Task<ReceivedUpload> ReadAsync(HttpRequest request, int mostFiles, CancellationToken cancellationToken)
    {
        var upload = new ReceivedUpload();
        try
        {
            foreach (var (key, value) in request.Query)
            {
                upload.Fields[key] = value.ToString();
            }

            var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
            if (type?.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true)
            {
                await ReadFormAsync(request, type, upload, mostFiles, cancellationToken);
            }
            else
            {
                await ReadRawAsync(request, type, upload, cancellationToken);
            }

            return upload.Files.Count > 0 ? upload : throw new ApiProblemException(ApiProblems.NoFile);
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    private async Task ReadRawAsync(HttpRequest request, MediaTypeHeaderValue? type, ReceivedUpload upload, CancellationToken cancellationToken)
    {
        if (type is null || type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiProblemException(ApiProblems.UnsupportedType("Send the document as multipart/form-data, or as the body itself with its own Content-Type, such as application/pdf or application/octet-stream."));
        }

        if (request.ContentLength > options.MaxBytes)
        {
            throw new BlobTooLargeException(options.MaxBytes);
        }

        await AddAsync(upload, upload.Fields.GetValueOrDefault(OrderFields.Name), request.Body, cancellationToken);
    }

    private async Task ReadFormAsync(HttpRequest request, MediaTypeHeaderValue type, ReceivedUpload upload, int mostFiles, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= 70 })
        {
            throw new ApiProblemException(ApiProblems.BadRequest("The Content-Type of the form names no boundary of 1 to 70 characters (RFC 2046)."));
        }

        var reader = new MultipartReader(boundary, request.Body, BufferBytes);
        for (var part = 0; await NextAsync(reader, cancellationToken) is { } section; part++)
        {
            if (part >= MostParts)
            {
                throw new ApiProblemException(ApiProblems.BadRequest("The form has too many parts."));
            }

            await ReadPartAsync(section, upload, mostFiles, cancellationToken);
        }
    }

    private async Task ReadPartAsync(MultipartSection section, ReceivedUpload upload, int mostFiles, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            throw new ApiProblemException(ApiProblems.BadRequest("A part of the form has no Content-Disposition."));
        }

        if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
        {
            if (upload.Files.Count >= mostFiles)
            {
                throw new ApiProblemException(ApiProblems.TooManyFiles(mostFiles));
            }

            var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
            await CutOffAsync(() => AddAsync(upload, upload.Fields.GetValueOrDefault(OrderFields.Name) ?? name.Value, section.Body, cancellationToken));
        }
        else
        {
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            await CutOffAsync(async () => upload.Fields[name] = await FieldAsync(section.Body, cancellationToken));
        }
    }

    private async Task AddAsync(ReceivedUpload upload, string? name, Stream body, CancellationToken cancellationToken)
    {
        var content = await blobs.StageAsync(body, options.MaxBytes, cancellationToken);
        upload.Files.Add(new ReceivedFile(ShownName.Of(name), content));
        if (content.SizeBytes == 0)
        {
            throw new ApiProblemException(ApiProblems.Empty);
        }
    }

    private static async Task<string> FieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostFieldBytes + 1];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read <= MostFieldBytes ? Encoding.UTF8.GetString(buffer, 0, read) : throw new ApiProblemException(ApiProblems.BadRequest("A field of the form is larger than 64 KiB."));
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        MultipartSection? section = null;
        await CutOffAsync(async () => section = await reader.ReadNextSectionAsync(cancellationToken));
        return section;
    }

    // The reader says of a form that ends before its last boundary that the stream ended, as of a disk that it failed.
    private static async Task CutOffAsync(Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (InvalidDataException)
        {
            throw new ApiProblemException(ApiProblems.BadRequest("The form is malformed, or a part of it has headers that are too long."));
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && e.HResult == new IOException().HResult)
        {
            throw new ApiProblemException(ApiProblems.BodyCutOff);
        }
    }
}
