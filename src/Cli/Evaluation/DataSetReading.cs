using Pipeline.Cli.Models;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Evaluation;

/// <summary>Reads documents of a data set as a run does.</summary>
/// <param name="Split">held_out, train or all.</param>
/// <param name="Limit">The first so many, by name.</param>
/// <param name="Text">Also documents that exist as text only.</param>
/// <param name="ReadAll">Without the model's gate.</param>
/// <param name="Out">Folder for the results.</param>
internal sealed record DataSetReading(string Split, int? Limit, bool Text, string Out, string DataFolder, bool ReadAll = false, EndpointOverrides? Endpoint = null)
{
    /// <summary>The result lines, raw and with features: a calibration is made from them or applied to them, and a new one needs no reading. Null when it was interrupted.</summary>
    /// <param name="only">Which of the files; all where null.</param>
    public async Task<string[]?> LinesAsync(DataSet set, Func<string, bool>? only, CancellationToken cancellationToken)
    {
        var files = (await set.FilesAsync(Split, Text, cancellationToken)).Where(path => only?.Invoke(path) ?? true).Take(Limit ?? int.MaxValue).ToArray();
        if (files.Length == 0)
        {
            throw new OperatorException($"No document of {set.Folder} is in the split {Split}.");
        }

        var root = InstallRoot.Find();
        var options = new RunOptions
        {
            Paths = files,
            Out = Path.GetFullPath(Out),
            Schema = set.Schema,
            Model = ModelShelf.Default,
            Prices = Path.Combine(root, "prices.json"),
            DataFolder = DataFolder,
            ForCalibration = true,
            ReadAll = ReadAll,
            Endpoint = Endpoint ?? new(),
        };
        using var console = new RunConsole(quiet: false);
        var summary = await RunCommand.ExecuteAsync(options, InputFiles.Find(options.Paths).Files, root, console, cancellationToken);
        return summary.Interrupted ? null : await DataSet.LinesAsync(Path.Combine(options.Out, "results.jsonl"), cancellationToken);
    }
}
