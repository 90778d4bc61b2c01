using System.Text.Json;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Evaluation;

/// <summary>Reads the documents of a Kleister-NDA data set with the schema nda@1.</summary>
internal sealed class KleisterEvaluation(string folder, string split, string outFolder, string dataFolder)
{
    public string ExpectedFile => Path.Combine(folder, "expected.jsonl");

    public static async Task<string[]> LinesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllLinesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Names of a split's documents, sorted; null for all.</summary>
    /// <exception cref="OperatorException"><c>splits.json</c> is not beside the data set or does not name the split.</exception>
    public static async Task<string[]?> SplitAsync(string folder, string split, CancellationToken cancellationToken)
    {
        if (split == "all")
        {
            return null;
        }

        var path = Path.Combine(Path.GetFullPath(folder), "..", "splits.json");
        if (!File.Exists(path))
        {
            throw new OperatorException($"There is no splits.json beside {folder}. Use --split all.");
        }

        try
        {
            await using var stream = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            return [.. json.RootElement.GetProperty("kleister-nda").GetProperty(split).EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            throw new OperatorException($"{path} does not name the documents of the split {split}: {e.Message} Use --split all.", e);
        }
    }

    /// <summary>The result lines; null when it was interrupted.</summary>
    public async Task<string[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var documents = Path.Combine(folder, "documents");
        if (!Directory.Exists(documents))
        {
            throw new OperatorException($"There is no folder {documents}: a Kleister-NDA data set has documents/ and expected.jsonl.");
        }

        var names = await SplitAsync(folder, split, cancellationToken);
        var root = InstallRoot.Find();
        var options = new RunOptions
        {
            Paths = names is null ? [documents] : [.. names.Select(n => Path.Combine(documents, n))],
            Out = Path.GetFullPath(outFolder),
            Schema = "nda",
            Model = "contracts-135m",
            Prices = Path.Combine(root, "prices.json"),
            DataFolder = dataFolder,
        };
        using var console = new RunConsole(quiet: false);
        var summary = await RunCommand.ExecuteAsync(options, InputFiles.Find(options.Paths).Files, root, console, cancellationToken);
        return summary.Interrupted ? null : await LinesAsync(Path.Combine(options.Out, "results.jsonl"), cancellationToken);
    }
}
