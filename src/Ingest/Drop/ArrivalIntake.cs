using Pipeline.Domain.Documents;
using Pipeline.Formats.Containers;
using Pipeline.Formats.Content;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Drop;

/// <summary>Stores and registers a file, or each document of an archive or mail. Called again for the same arrival, it changes nothing (unique: ux_documents_source).</summary>
internal sealed class ArrivalIntake
{
    private readonly DropParts _parts;
    private readonly DropFolderOptions _options;
    private readonly string _folder;
    private readonly PipelineDatabase _database;
    private readonly DropBatches _batches;

    /// <param name="folder">Path of the watched folder.</param>
    public ArrivalIntake(DropParts parts, DropFolderOptions options, string folder)
    {
        _parts = parts;
        _options = options;
        _folder = folder;
        _database = parts.Database.For(options.Owner);
        _batches = new DropBatches(_database, parts.Clock);
    }

    /// <param name="content">Stays the caller's.</param>
    /// <exception cref="DropBusyException">It changed while it was read.</exception>
    public async Task<ArrivalOutcome> TakeAsync(StillFile content, Arrival arrival, CancellationToken cancellationToken)
    {
        var source = arrival.SourceIn(_folder);
        var name = DropNames.Shown(arrival.Relative);
        var order = new DocumentOrder { Schema = _options.Schema ?? _parts.Options.Schema, Priority = _options.Priority };
        if (arrival.Parts.Count > 1)
        {
            // What was dropped as one: the uppermost folder, not the one that happens to hold the file.
            order = order with { Batch = await _batches.OpenAsync($"{_folder}/{arrival.Parts[0]}/", DropNames.Shown(arrival.Parts[0]), cancellationToken) };
        }

        if (content.Length == 0 || content.Length > _parts.Options.MaxBytes)
        {
            content.Check();
            var failure = content.Length == 0 ? DocumentFailures.Empty : DocumentFailures.TooLarge(content.Length, _parts.Options.MaxBytes);
            return await RefuseAsync(name, source, failure, order, cancellationToken);
        }

        var type = ContentTypes.Detect(content);
        content.Position = 0;
        if (ContainerExpander.IsContainer(type))
        {
            order = order.Batch is null ? order with { Batch = await _batches.OpenAsync(source, name, cancellationToken) } : order;
            return await ExpandAsync(content, name, source, order, cancellationToken);
        }

        if (RefusalOf(type) is { } refusal)
        {
            content.Check();
            return await RefuseAsync(name, source, refusal, order, cancellationToken);
        }

        return await AdmitAsync(content, name, source, order, cancellationToken);
    }

    private async Task<ArrivalOutcome> ExpandAsync(StillFile content, string name, string source, DocumentOrder order, CancellationToken cancellationToken)
    {
        var outcomes = new List<ArrivalOutcome>();
        await foreach (var part in new ContainerExpander(_parts.Options.MaxBytes).ExpandAsync(name, content, cancellationToken))
        {
            var place = source + part.Name[name.Length..];
            outcomes.Add(part.Failure is { } failure
                ? await RefuseAsync(part.Name, place, failure, order, cancellationToken)
                : await AdmitAsync(part.Content!, part.Name, place, order, cancellationToken));
        }

        content.Check();
        return ArrivalOutcome.Of(outcomes);
    }

    private async Task<ArrivalOutcome> AdmitAsync(Stream content, string name, string source, DocumentOrder order, CancellationToken cancellationToken)
    {
        var blob = await _parts.Blobs.Of(_options.Owner).PutAsync(content, _parts.Options.MaxBytes, cancellationToken);
        // Checkpoint: killed here, the content is stored and nobody knows of it; the file is stored again under the same hash.
        await _parts.Reached(DropStep.Stored);
        var document = await new DocumentIntake(_database).RegisterAsync(new SourceFile(name, source, blob.Sha256, blob.SizeBytes), order, cancellationToken);
        // Checkpoint: killed here, the document is on its way and its file still lies under processing/; the next start finds the row and only moves the file.
        await _parts.Reached(DropStep.Registered);
        return new ArrivalOutcome(document.DuplicateOf is null ? ArrivalEnd.Done : ArrivalEnd.Duplicates, null, document.Id, 1);
    }

    private async Task<ArrivalOutcome> RefuseAsync(string name, string source, DocumentFailure failure, DocumentOrder order, CancellationToken cancellationToken)
    {
        var document = await new DocumentIntake(_database).RegisterUnreadableAsync(name, source, failure, order, cancellationToken);
        await _parts.Reached(DropStep.Registered);
        return new ArrivalOutcome(ArrivalEnd.Failed, failure, document.Id, 1);
    }

    /// <summary>Null for what some reader reads.</summary>
    private static DocumentFailure? RefusalOf(ContentType type) => type switch
    {
        ContentType.Pdf or ContentType.Docx or ContentType.Html or ContentType.Text or ContentType.Png or ContentType.Jpeg or ContentType.Tiff or ContentType.Mail or ContentType.Zip => null,
        ContentType.RichText => DocumentFailures.RichText,
        ContentType.OldOffice => DocumentFailures.OldOffice,
        ContentType.EncryptedOffice => DocumentFailures.Encrypted,
        ContentType.Spreadsheet => DocumentFailures.Spreadsheet,
        ContentType.Presentation => DocumentFailures.Presentation,
        ContentType.OpenDocument => DocumentFailures.OpenDocument,
        ContentType.Unknown => DocumentFailures.UnknownFormat,
    };
}
