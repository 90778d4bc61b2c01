using Pipeline.Domain.Layout;

namespace Pipeline.Domain.Tests.Segmentation;

/// <summary>Layouts made of words alone.</summary>
internal static class Layouts
{
    /// <summary>One page of blocks.</summary>
    public static DocumentLayout Of(params string[][] blocks) => OfPages(blocks);

    public static DocumentLayout OfPages(params string[][][] pages) =>
        new([.. pages.Select((blocks, page) =>
            new Page(page + 1, 612, 792, 0, PageSource.Text, [.. blocks.Select(block => new Block([.. block.Select(word => new Word(word, null, 0))]))]))]);

    public static string[] Words(string text) => text.Split(' ');
}
