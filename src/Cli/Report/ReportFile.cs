using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Delivery.Pages;
using Pipeline.Workers.Reading;

namespace Pipeline.Cli.Report;

/// <summary>Makes <c>report.html</c> of a run's results.</summary>
internal sealed class ReportFile(StorageHost storage, ReadingOptions reading, IProgress<string> progress)
{
    public const string Name = "report.html";

    public async Task WriteAsync(string folder, RunSummary run, ReportImages images, CancellationToken cancellationToken)
    {
        var pictures = await PicturesAsync(run, images, cancellationToken);
        // What is drawn by now is written, also after an interruption.
        var layouts = await LayoutsAsync(run.Results, CancellationToken.None);
        await ReplacedFile.WriteAsync(
            Path.Combine(folder, Name),
            async writer =>
            {
                var html = new HtmlWriter(writer);
                ReportPage.WriteHead(html, run, pictures);
                ReportTable.Write(html, run.Results);
                for (var i = 0; i < run.Results.Count; i++)
                {
                    var context = layouts.TryGetValue(run.Results[i].Id, out var layout) ? await ContextAsync(layout, CancellationToken.None) : null;
                    new ReportDocument(html, run.Results[i], i, pictures.Of(i)).Write(run.Results.Count, context);
                }

                ReportPage.WriteEnd(html);
            },
            CancellationToken.None);
    }

    /// <summary>Asked to stop, it draws no more and takes what is there.</summary>
    private async Task<ReportPictures> PicturesAsync(RunSummary run, ReportImages images, CancellationToken cancellationToken)
    {
        var gathering = new PictureGathering(new PageStore(storage.PageFolder), storage.Blobs, reading, progress);
        try
        {
            return await gathering.GatherAsync(run.Results, images, draw: !run.Interrupted, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return await gathering.GatherAsync(run.Results, images, draw: false, CancellationToken.None);
        }
    }

    /// <summary>Layouts of the documents that have no boxes.</summary>
    private async Task<Dictionary<Guid, string>> LayoutsAsync(IReadOnlyList<DocumentResult> results, CancellationToken cancellationToken)
    {
        DocumentId[] plain = [.. results.Where(HasNoBoxes).Select(result => new DocumentId(result.Id))];
        if (plain.Length == 0)
        {
            return [];
        }

        var documents = await new DocumentQueries(storage.Database).DocumentsAsync(plain, cancellationToken);
        return documents.Values.Where(document => document.LayoutSha256 is not null).ToDictionary(document => document.Id.Value, document => document.LayoutSha256!);
    }

    private static bool HasNoBoxes(DocumentResult result) =>
        result.Fields.Values.SelectMany(field => field.Values.Concat(field.Candidates)).SelectMany(value => value.Evidence).Any(evidence => evidence.Boxes.Count == 0);

    private async Task<QuoteContext?> ContextAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!storage.Blobs.Exists(sha256))
        {
            return null;
        }

        try
        {
            return new QuoteContext(LayoutCodec.Decode(await File.ReadAllBytesAsync(storage.Blobs.PathOf(sha256), cancellationToken)).Layout);
        }
        catch (InvalidDataException)
        {
            // Of another version: the quotes stand without what is around them.
            return null;
        }
    }
}
