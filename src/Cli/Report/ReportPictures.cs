using Pipeline.Workers.Delivery.Pages;

namespace Pipeline.Cli.Report;

/// <summary>The page images that a report carries.</summary>
/// <param name="Pages">By index of the document.</param>
/// <param name="LeftOut">Indices of documents whose images would have made the report too large.</param>
/// <param name="Problem">Why pages could not be drawn, for people; null where they could.</param>
internal sealed record ReportPictures(IReadOnlyDictionary<int, IReadOnlyList<DrawnPage>> Pages, IReadOnlyList<int> LeftOut, string? Problem)
{
    public static ReportPictures None { get; } = new(new Dictionary<int, IReadOnlyList<DrawnPage>>(), [], null);

    public IReadOnlyList<DrawnPage> Of(int document) => Pages.TryGetValue(document, out var pages) ? pages : [];
}
