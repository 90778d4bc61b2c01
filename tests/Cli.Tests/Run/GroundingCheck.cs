using System.Globalization;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Holds a result against the PDF it was made from.</summary>
internal static class GroundingCheck
{
    /// <summary>Fails on the first place that does not hold; gives how many were checked.</summary>
    public static async Task<int> CheckAsync(DocumentResult document, string pdf)
    {
        var places = 0;
        foreach (var (field, value) in document.Fields.SelectMany(f => f.Value.Values.Concat(f.Value.Candidates).Select(v => (f.Key, v))))
        {
            Assert.NotEmpty(value.Evidence);
            var first = value.Evidence[0];
            if (value.Value is not null)
            {
                Assert.Equal(value.Value, first.Quote[first.Span![0]..first.Span[1]]);
            }

            // A place over two pages is two entries with one quote and span; together they hold the text.
            foreach (var place in value.Evidence.GroupBy(e => (e.Quote, e.Span?[0], e.Span?[1])))
            {
                await CheckPlaceAsync(document, pdf, field, [.. place]);
                places++;
            }
        }

        return places;
    }

    private static async Task CheckPlaceAsync(DocumentResult document, string pdf, string field, Evidence[] entries)
    {
        var seen = "";
        foreach (var entry in entries)
        {
            var page = document.Pages.Single(p => p.Number == entry.Page);
            Assert.NotEmpty(entry.Boxes);
            foreach (var box in entry.Boxes)
            {
                Assert.True(box[0] < box[2] && box[1] < box[3], $"{document.Document}: an empty box.");
                Assert.True(box[0] >= -1 && box[1] >= -1 && box[2] <= page.Width + 1 && box[3] <= page.Height + 1, $"{document.Document}: a box outside its page.");
                seen += await TextInsideAsync(pdf, entry.Page, box);
            }
        }

        var span = entries[0].Span is { } s ? entries[0].Quote[s[0]..s[1]] : entries[0].Quote;
        var missing = Letters(span).Except(Letters(seen)).ToArray();
        // Letter by letter in order is too strict where lines overlap; every word of the span must be in the boxes.
        var words = span.Split(' ').Select(w => string.Concat(Letters(w))).Where(w => w.Length > 0);
        var inside = string.Concat(Letters(seen));
        // A box as large as the page would hold every word: what is in the boxes must be about the span, and little else.
        Assert.True(inside.Length <= (2 * Letters(span).Count()) + 80, $"{document.Document}, {field}, page {entries[0].Page}: the boxes of \"{span}\" hold far more than that.");
        Assert.True(missing.Length == 0 && words.All(w => inside.Contains(w, StringComparison.Ordinal)), $"{document.Document}, {field}, page {entries[0].Page}: \"{span}\" is not inside its boxes, which hold \"{seen}\".");
    }

    /// <summary>What poppler finds inside a box of the page as displayed; a point of margin, since it cuts at whole pixels.</summary>
    private static async Task<string> TextInsideAsync(string pdf, int page, double[] box)
    {
        static string Whole(double value) => Math.Round(value).ToString(CultureInfo.InvariantCulture);
        var x = Math.Floor(box[0]) - 1;
        var y = Math.Floor(box[1]) - 1;
        var shell = await Shell.RunAsync("pdftotext",
            ["-r", "72", "-f", Whole(page), "-l", Whole(page), "-x", Whole(x), "-y", Whole(y), "-W", Whole(Math.Ceiling(box[2]) + 1 - x), "-H", Whole(Math.Ceiling(box[3]) + 1 - y), pdf, "-"]);
        return shell.Output;
    }

    private static IEnumerable<char> Letters(string text) => text.Where(char.IsLetterOrDigit);
}
