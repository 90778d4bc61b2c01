using Pipeline.Domain.Results;
using Pipeline.Storage.Blobs;
using Pipeline.Workers.Delivery.Pages;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Report;

/// <summary>Draws the pages that hold evidence, in the order of the documents, until the report is large enough; what was drawn before is taken as it is.</summary>
internal sealed class PictureGathering(PageStore store, BlobStore blobs, ReadingOptions reading, IProgress<string> progress)
{
    /// <summary>30 MB, which make 40 in base64: a browser opens that in about a second, and some 1,500 pages fit.</summary>
    private const long UsualBytes = 30L << 20;

    /// <summary>Documents drawn before it is looked whether the report is full.</summary>
    private const int Batch = 16;

    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 8) };
    private PageDrawing? _drawing;
    private string? _problem;
    private bool _announced;

    /// <param name="draw">False: only what is there already.</param>
    public async Task<ReportPictures> GatherAsync(IReadOnlyList<DocumentResult> results, ReportImages wanted, bool draw, CancellationToken cancellationToken)
    {
        if (wanted == ReportImages.None)
        {
            return ReportPictures.None;
        }

        var left = wanted == ReportImages.All ? long.MaxValue : UsualBytes;
        var (pages, leftOut) = (new Dictionary<int, IReadOnlyList<DrawnPage>>(), new List<int>());
        var sought = results.Select((result, i) => (Index: i, result.Sha256, Numbers: EvidencePages.Of(result))).Where(s => s.Sha256 is not null && s.Numbers.Count > 0);
        foreach (var batch in sought.Chunk(Batch))
        {
            if (draw && leftOut.Count == 0)
            {
                await DrawAsync([.. batch.Select(s => (s.Sha256!, s.Numbers))], cancellationToken);
            }

            foreach (var (index, sha256, numbers) in batch)
            {
                var found = store.Find(sha256!, numbers, out _);
                var bytes = found.Sum(page => page.Bytes);
                if (leftOut.Count > 0 || bytes > left)
                {
                    leftOut.Add(index);
                    continue;
                }

                left -= bytes;
                pages.Add(index, found);
            }
        }

        return new ReportPictures(pages, leftOut, _problem);
    }

    private async Task DrawAsync(IReadOnlyList<(string Sha256, IReadOnlyList<int> Numbers)> documents, CancellationToken cancellationToken)
    {
        var open = documents
            .Select(d => (d.Sha256, Missing: store.Find(d.Sha256, d.Numbers, out var missing) is null ? [] : missing))
            .Where(d => d.Missing.Count > 0 && blobs.Exists(d.Sha256))
            .DistinctBy(d => d.Sha256)
            .ToArray();
        if (open.Length == 0 || _problem is not null)
        {
            return;
        }

        if (!_announced)
        {
            _announced = true;
            progress.Report("Drawing pages for the report");
        }

        try
        {
            var drawing = _drawing ??= new PageDrawing(reading, await IsolationProbe.DetectAsync(cancellationToken));
            _parallel.CancellationToken = cancellationToken;
            await Parallel.ForEachAsync(open, _parallel, async (d, token) => await store.DrawAsync(drawing, d.Sha256, blobs.PathOf(d.Sha256), d.Missing, token));
        }
        catch (ToolUnavailableException e)
        {
            // The results are there and say where everything stands: a report without images is better than none.
            _problem = e.Message;
        }
    }
}
