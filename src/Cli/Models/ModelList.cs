using System.Globalization;
using Pipeline.Cli.Setup;
using Pipeline.Workers.Models;
using Pipeline.Workers.Routing;

namespace Pipeline.Cli.Models;

/// <summary><c>pipeline models list</c></summary>
internal static class ModelList
{
    public static async Task<int> PrintAsync(string root, CancellationToken cancellationToken)
    {
        var shelf = new ModelShelf(root);
        string[] heads = ["Model", "Style", "Size", "Fields", "Calibration", ""];
        var rows = new List<string[]> { heads };
        var problems = new List<string>();
        foreach (var path in shelf.Cards())
        {
            try
            {
                rows.Add(await RowAsync(path, cancellationToken));
            }
            catch (ModelCardException e)
            {
                problems.Add(e.Message);
            }
        }

        var widths = heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        foreach (var problem in problems)
        {
            await Console.Error.WriteLineAsync("✗ " + problem);
        }

        return problems.Count == 0 ? ExitCode.Done : ExitCode.Fault;
    }

    public static string Size(long bytes) => bytes >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static async Task<string[]> RowAsync(string path, CancellationToken cancellationToken)
    {
        var card = await ModelCard.ReadAsync(path, cancellationToken);
        var file = ModelCard.FileOf(path, card);
        var calibration = await CalibrationFile.ReadAsync(CalibrationFile.BesideCard(path), cancellationToken);
        return
        [
            card.Identity,
            card.Style,
            File.Exists(file) ? Size(ModelCard.SizeOf(file)) : "missing",
            card.Fields.Count == 0 ? "any" : card.Fields.Count.ToString(CultureInfo.InvariantCulture),
            calibration is null ? "none: all to review" : calibration.Model == card.Identity ? string.Join(", ", calibration.Sources.Select(s => s.Schema).Distinct()) : $"of {calibration.Model}",
            card.Name == ModelShelf.Default ? "default" : "",
        ];
    }
}
