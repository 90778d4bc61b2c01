using System.CommandLine;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>The pages, <c>engine.md</c> and <c>service.md</c>: parts between marks, so that one can be measured anew.</summary>
internal static class BenchPage
{
    private static string Mark(BenchPart part) => $"<!-- {part.ToString().ToLowerInvariant()} -->\n";

    public static Option<string> FolderOption() => new("--out", "-o") { Description = "Folder of the page.", DefaultValueFactory = _ => Path.Combine("docs", "benchmarks") };

    public static async Task WriteAsync(string folder, BenchPart part, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileOf(part));
        var page = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";
        await File.WriteAllTextAsync(path, Replace(page, part, text), cancellationToken);
    }

    private static string FileOf(BenchPart part) => part switch
    {
        BenchPart.Contest or BenchPart.Waiting or BenchPart.Overhead => "engine.md",
        BenchPart.Service or BenchPart.ServiceNotes => "service.md",
    };

    internal static string Replace(string page, BenchPart part, string text) => string.Join('\n', Enum.GetValues<BenchPart>()
        .Select(each => each == part ? Mark(each) + text.TrimEnd() + "\n" : Existing(page, each))
        .Where(each => each.Length > 0));

    private static string Existing(string page, BenchPart part)
    {
        var start = page.IndexOf(Mark(part), StringComparison.Ordinal);
        if (start < 0)
        {
            return "";
        }

        var ends = Enum.GetValues<BenchPart>().Select(other => page.IndexOf(Mark(other), start + 1, StringComparison.Ordinal)).Where(end => end >= 0).ToArray();
        return page[start..(ends.Length > 0 ? ends.Min() : page.Length)].TrimEnd() + "\n";
    }
}
