using Pipeline.Domain.Layout;
using Pipeline.Workers.Reading.Isolation;
using Pipeline.Workers.Reading.Ocr;

namespace Pipeline.Workers.Reading.Visibility;

/// <summary>
/// Marks words of the text layer that nobody sees: white on white, under a picture or a bar, drawn with no ink, cut off, beyond the page's edge, or as small as dust.
/// Poppler draws the pages in a limited child, small and grey, and where the middle of a word's box is of one shade there is nothing to see. Five milliseconds a page.
/// </summary>
internal sealed class HiddenWords(ReadingOptions options, IsolationReport isolation)
{
    /// <summary>Raise it when the same file may give other hidden words.</summary>
    public const string Version = "sight@1";

    /// <summary>Pixels of a page's long side: a letter page has 73 to the inch, at which eight-point type is eight pixels high. A page of any size costs the same.</summary>
    private const int LongSide = 800;

    private const long LargestPage = (long)LongSide * LongSide;

    /// <summary>Beside the pixels of a page, its header and the rounding of its sides.</summary>
    private const long PageOverhead = 8L << 10;

    private static readonly TimeSpan LeastCpu = TimeSpan.FromSeconds(5);

    /// <summary>Ten times what a page of text takes, since pages with pictures take longer.</summary>
    private static readonly TimeSpan CpuOfPage = TimeSpan.FromMilliseconds(50);

    /// <summary>The child shares the cores with the model.</summary>
    private const int WallPerCpu = 4;

    private readonly LimitedProcess _process = new(isolation);

    /// <summary>A page that cannot be drawn shows none of its words: what is found there goes to a person.</summary>
    public async Task<ReadingOutcome> MarkAsync(string path, ReadingOutcome.Succeeded read, CancellationToken cancellationToken)
    {
        var pages = read.Layout.Pages;
        var (first, last) = (pages.TakeWhile(page => !HasTextLayer(page)).Count(), pages.Count - pages.Reverse().TakeWhile(page => !HasTextLayer(page)).Count());
        if (first >= last)
        {
            return read;
        }

        var marked = pages.Select(page => HasTextLayer(page) ? VisibleWords.Mark(page, null) : page).ToArray();
        var run = await _process.RunAsync(
            GrayMap.Drawing(path, first + 1, last, ("-scale-to", LongSide)),
            Limits(last - first),
            // What was drawn counts even if a later page ends the child.
            output => Look(output, pages, first, last, marked),
            cancellationToken);
        return new ReadingOutcome.Succeeded(new DocumentLayout(marked), read.CpuSeconds + run.CpuSeconds);
    }

    private static int Look(Stream output, IReadOnlyList<Page> pages, int first, int last, Page[] marked)
    {
        for (var i = first; i < last; i++)
        {
            var image = GrayMap.Read(output, LargestPage + PageOverhead);
            marked[i] = HasTextLayer(pages[i]) ? VisibleWords.Mark(pages[i], image) : pages[i];
        }

        return last - first;
    }

    private static bool HasTextLayer(Page page) => page is { Source: PageSource.Text, Blocks.Count: > 0 };

    private ProcessLimits Limits(int pages)
    {
        var cpu = LeastCpu + (CpuOfPage * pages);
        return new ProcessLimits
        {
            AddressSpaceBytes = options.MaxMemoryBytes,
            Cpu = cpu,
            Wall = cpu * WallPerCpu,
            OutputBytes = (LargestPage + PageOverhead) * pages,
        };
    }
}
