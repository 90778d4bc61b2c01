using System.Diagnostics;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Reading;

/// <summary>Reads the text layer of a PDF with poppler, in limited children. Safe for concurrent use: each call has its own children and no state is shared.</summary>
public sealed class PdfReader(ReadingOptions options, IsolationReport isolation)
{
    /// <summary>Raise it when the same file may give another layout: stored layouts of another version are read again.</summary>
    public const string Version = "pdf@1";

    /// <summary>8 MiB for pdfinfo: 2,000 pages take 1 MiB, and titles can be long.</summary>
    private const long InformationBytes = 8L << 20;

    private readonly LimitedProcess _process = new(isolation);

    /// <summary>A document without a word succeeds too, with its pages: it may be a scan.</summary>
    /// <param name="path">A PDF by its first bytes; its name may hold anything that a file system allows.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ToolUnavailableException">poppler-utils is not installed, or no limits can be set on this machine: no fault of the document.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no child is left.</exception>
    public async Task<ReadingOutcome> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var endsWell = PdfEnd.IsThere(path);
        var started = Stopwatch.GetTimestamp();
        var about = await InformAsync(path, cancellationToken);
        if ((Failure(about, InformationBytes) ?? Failure(about.Output!, about.Errors, endsWell)) is { } unread)
        {
            return new ReadingOutcome.Failed(unread, about.CpuSeconds);
        }

        var left = options.MaxWall - Stopwatch.GetElapsedTime(started);
        if (left <= TimeSpan.Zero)
        {
            return new ReadingOutcome.Failed(DocumentFailures.ReaderTimeout(options.MaxWall), about.CpuSeconds);
        }

        var text = await ReadTextAsync(path, about.Output!, left, cancellationToken);
        var cpu = about.CpuSeconds + text.CpuSeconds;
        return (Failure(text, options.MaxOutputBytes) ?? Failure(text.Output!, about.Output!, about.Errors)) is { } failed
            ? new ReadingOutcome.Failed(failed, cpu)
            : new ReadingOutcome.Succeeded(text.Output!, cpu);
    }

    private Task<LimitedRun<PdfInformation>> InformAsync(string path, CancellationToken cancellationToken) =>
        _process.RunAsync(
            new LimitedCommand("pdfinfo", ["-enc", "UTF-8", "-box", "-f", "1", "-l", FormattableString.Invariant($"{options.MaxPages}"), "-"], path),
            options.LimitsFor(InformationBytes, options.MaxWall),
            PdfInformationParser.Parse,
            cancellationToken);

    private Task<LimitedRun<DocumentLayout>> ReadTextAsync(string path, PdfInformation about, TimeSpan wall, CancellationToken cancellationToken) =>
        _process.RunAsync(
            new LimitedCommand("pdftotext", ["-bbox-layout", "-enc", "UTF-8", "-", "-"], path),
            options.LimitsFor(options.MaxOutputBytes, wall),
            output => BoxLayoutParser.Parse(output, about.Pages),
            cancellationToken);

    private DocumentFailure? Failure<T>(LimitedRun<T> run, long outputLimit) => run.End switch
    {
        ProcessEnd.Exited => run.ExitCode == 0 ? null : PopplerErrors.Failure(run.Errors),
        ProcessEnd.Crashed => DocumentFailures.ReaderCrashed,
        ProcessEnd.TimedOut => DocumentFailures.ReaderTimeout(options.MaxWall),
        ProcessEnd.TooMuchOutput => DocumentFailures.TooMuchText(outputLimit),
        ProcessEnd.OutputRefused => DocumentFailures.Damaged,
    };

    private DocumentFailure? Failure(PdfInformation about, string errors, bool endsWell)
    {
        if (about.PageCount > options.MaxPages)
        {
            return DocumentFailures.TooManyPages(about.PageCount, options.MaxPages);
        }

        // poppler reads what it finds of a file that was cut off: pages, or half a page, would be missing without a trace.
        var cutOff = !endsWell && PopplerErrors.Rebuilt(errors);
        return about.PageCount < 1 || about.Pages.Count < about.PageCount || cutOff ? DocumentFailures.Damaged : null;
    }

    private static DocumentFailure? Failure(DocumentLayout layout, PdfInformation about, string errors)
    {
        if (layout.Pages.Count != about.PageCount)
        {
            return DocumentFailures.Damaged;
        }

        // A rebuilt file without a word has lost its contents; it is no scan.
        return PopplerErrors.Rebuilt(errors) && !layout.Pages.Any(page => page.Blocks.Count > 0) ? DocumentFailures.Damaged : null;
    }
}
