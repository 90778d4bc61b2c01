using System.Globalization;
using Pipeline.Formats.Content;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Workers.Delivery.Pages;

/// <summary>Drawn pages under the hash of their document, so that each is drawn once. What is lost here is drawn again.</summary>
/// <param name="folder">Inside the data folder: pages show what documents hold, and only their owner may enter.</param>
public sealed class PageStore(string folder)
{
    /// <summary>Raise it when the same page may give another picture.</summary>
    private const string Version = "grey@1";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Path.Combine(folder, Version);

    /// <summary>The pages that are here already.</summary>
    /// <param name="missing">Those that are not, and have not been found to be impossible to draw.</param>
    public IReadOnlyList<DrawnPage> Find(string sha256, IReadOnlyList<int> numbers, out IReadOnlyList<int> missing)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var (found, lacking) = (new List<DrawnPage>(), new List<int>());
        foreach (var number in numbers)
        {
            var file = new FileInfo(PathOf(sha256, number));
            if (!file.Exists)
            {
                lacking.Add(number);
            }
            else if (file.Length > 0)
            {
                found.Add(new DrawnPage(number, file.FullName, file.Length));
            }
        }

        missing = lacking;
        return found;
    }

    /// <summary>Draws pages and keeps them; an empty file stands for one that cannot be drawn.</summary>
    /// <param name="path">The document.</param>
    /// <exception cref="ToolUnavailableException">A program is missing; nothing is kept then.</exception>
    public async Task DrawAsync(PageDrawing drawing, string sha256, string path, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        ArgumentNullException.ThrowIfNull(numbers);
        var drawn = await drawing.DrawAsync(path, ContentTypes.Detect(path), numbers, cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(sha256, 1))!, OwnerOnly);
        foreach (var number in numbers)
        {
            var file = PathOf(sha256, number);
            await File.WriteAllBytesAsync(file + ".new", drawn.TryGetValue(number, out var png) ? png : [], cancellationToken);
            File.Move(file + ".new", file, overwrite: true);
        }
    }

    /// <summary>The document is gone for good, and its pictures with it.</summary>
    public void Remove(string sha256)
    {
        var pages = Path.GetDirectoryName(PathOf(sha256, 1))!;
        if (Directory.Exists(pages))
        {
            Directory.Delete(pages, recursive: true);
        }
    }

    private string PathOf(string sha256, int number) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(_root, sha256[..2], sha256, string.Create(CultureInfo.InvariantCulture, $"{number}.png"))
        : throw new ArgumentException("A document's name is a SHA-256 in lower-case hex.", nameof(sha256));
}
