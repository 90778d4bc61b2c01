using System.Globalization;
using Pipeline.Cli.Models;
using Pipeline.Cli.Run;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Schemas;
using Pipeline.Workers.Models;
using Pipeline.Workers.Routing;

namespace Pipeline.Cli.Doctor;

/// <summary>Files of the installation that a run reads: prices, schemas, calibrations.</summary>
internal static class InstallationChecks
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(string root, CancellationToken cancellationToken)
    {
        List<Finding> findings = [Prices(Path.Combine(root, "prices.json"))];
        foreach (var schema in Directory.EnumerateFiles(Path.Combine(root, "schemas"), "*.json").Order(StringComparer.Ordinal))
        {
            findings.Add(await SchemaAsync(schema, cancellationToken));
        }

        foreach (var card in new ModelShelf(root).Cards())
        {
            findings.Add(await CalibrationAsync(card, cancellationToken));
        }

        return findings;
    }

    private static Finding Prices(string path)
    {
        try
        {
            var prices = PriceList.Load(PathName.Shown(path));
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            prices.RequireUnits([RunPlan.CpuSecondUnit], today);
            return Finding.Well("prices", string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", prices.Units)} in {prices.Currency}; {RunPlan.CpuSecondUnit} of {prices.PriceOf(RunPlan.CpuSecondUnit, today).ValidFrom:yyyy-MM-dd}"));
        }
        catch (PriceListException e)
        {
            return Finding.Missing("prices", e.Message);
        }
    }

    private static async Task<Finding> SchemaAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var schema = ExtractionSchema.Parse(await File.ReadAllTextAsync(path, cancellationToken));
            return Finding.Well("schema", string.Create(CultureInfo.InvariantCulture, $"{schema.Identity}, {schema.Fields.Count} fields"));
        }
        catch (Exception e) when (e is InvalidSchemaException or IOException or UnauthorizedAccessException)
        {
            return Finding.Missing("schema", $"{PathName.Shown(path)}: {e.Message} Run: pipeline schemas check {PathName.Shown(path)}");
        }
    }

    private static async Task<Finding> CalibrationAsync(string card, CancellationToken cancellationToken)
    {
        var model = Path.GetFileName(card)[..^ModelCard.CardSuffix.Length];
        try
        {
            return await CalibrationFile.ReadAsync(CalibrationFile.BesideCard(card), cancellationToken) is { } calibration
                ? Finding.Well("calibration", $"{calibration.Model} with {string.Join(", ", calibration.Sources.Select(source => source.Schema).Distinct())}. {BudgetWords.Of(calibration, "")}")
                : Finding.Advice("calibration", $"{model} has none, so everything goes to review. Run: pipeline calibrate DIR (docs/confidence.md)");
        }
        catch (ModelCardException e)
        {
            return Finding.Missing("calibration", e.Message);
        }
    }
}
