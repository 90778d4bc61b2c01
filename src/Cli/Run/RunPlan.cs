using Pipeline.Cli.Setup;
using Pipeline.Domain.Costs;
using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;
using Pipeline.Inference;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Routing;

namespace Pipeline.Cli.Run;

/// <summary>All that is checked before work starts: schema, model, prices.</summary>
/// <param name="Root">The installation.</param>
/// <param name="Gate">Leaves sentences out; null where everything is read.</param>
internal sealed record RunPlan(ExtractionSchema Schema, ModelCard Card, string ModelFile, FieldRouter Router, PipelineIdentity Identity, ReadingOptions Reading, Price CpuSecond, string Root, SentenceGate? Gate = null)
{
    /// <summary>Null where the own engine reads.</summary>
    public EndpointPlan? Endpoint { get; private init; }

    /// <summary>Null where no second engine is asked.</summary>
    public EscalationPlan? Escalation { get; private init; }

    public ExtractionPrices ExtractionPrices => Endpoint?.Prices ?? new ExtractionPrices(CpuSecond) { Second = Escalation?.Endpoint.Prices };

    public const string CpuSecondUnit = "cpu_second";

    public static async Task<RunPlan> MakeAsync(RunOptions options, ReadingOptions reading, EndpointSettings? settings, string root, CancellationToken cancellationToken)
    {
        var schema = ExtractionSchema.Parse(await ReadAsync(Locate(options.Schema, Path.Combine(root, "schemas"), ".v1.json", "schema"), cancellationToken));
        var prices = PriceList.Load(PathName.Shown(options.Prices));
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        prices.RequireUnits([CpuSecondUnit], today);
        var endpoint = settings is null ? null : await EndpointPlan.MakeAsync(settings, prices, today, cancellationToken);
        var escalation = endpoint is not null && ConfidenceBand.Parse(settings!.Escalate ?? "") is { } band ? new EscalationPlan(endpoint, band) : null;
        if (endpoint is not null && escalation is null)
        {
            return await MakeAsync(options, schema, reading, endpoint, prices.PriceOf(CpuSecondUnit, today), root, cancellationToken);
        }

        var cardPath = Locate(options.Model, Path.Combine(root, "models"), ".card.json", "model");
        var (card, file) = IsModelFile(cardPath)
            ? (await ModelCard.OfFileAsync(cardPath, cancellationToken), cardPath)
            : await ModelCard.LoadAsync(cardPath, cancellationToken);
        // Two engines together are a model of their own: no calibration of either speaks for it.
        var named = escalation?.Of(card) ?? card;
        var calibration = IsModelFile(cardPath) ? null
            : escalation is null ? CalibrationFile.BesideCard(cardPath)
            : CalibrationFile.Beside(Path.Combine(root, "models"), named.Identity);
        var router = options.ForCalibration
            ? FieldRouter.ForCalibration(schema)
            : FieldRouter.Of(schema, named.Identity, calibration is null ? null : await CalibrationFile.ReadAsync(calibration, cancellationToken));
        var gate = options.ReadAll || IsModelFile(cardPath) ? null : await GateFile.ReadAsync(GateFile.BesideCard(cardPath), schema, cancellationToken);
        var identity = PipelineIdentity.Of(named, schema, ContractReader.LayoutVersionOf(reading), router, gate?.Identity);
        return new RunPlan(schema, card, file, router, identity, reading, prices.PriceOf(CpuSecondUnit, today), root, gate) { Escalation = escalation };
    }

    /// <summary>A calibration of an endpoint's model lies beside the others, under the name that results give it.</summary>
    private static async Task<RunPlan> MakeAsync(RunOptions options, ExtractionSchema schema, ReadingOptions reading, EndpointPlan endpoint, Price cpuSecond, string root, CancellationToken cancellationToken)
    {
        var card = endpoint.Card;
        var router = options.ForCalibration
            ? FieldRouter.ForCalibration(schema)
            : FieldRouter.Of(schema, card.Identity, await CalibrationFile.ReadAsync(CalibrationFile.Beside(Path.Combine(root, "models"), card.Identity), cancellationToken));
        return new RunPlan(schema, card, "", router, PipelineIdentity.Of(card, schema, ContractReader.LayoutVersionOf(reading), router), reading, cpuSecond, root) { Endpoint = endpoint };
    }

    /// <summary>A model file itself, which has no card: also one that lies in models/ beside its card, where a path asks for it.</summary>
    private static bool IsModelFile(string path) => path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);

    /// <summary>A name in a folder of the installation, or a path.</summary>
    private static string Locate(string given, string folder, string suffix, string what)
    {
        var named = Path.Combine(folder, given + suffix);
        if (!given.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(named))
        {
            return named;
        }

        if (File.Exists(given))
        {
            return Path.GetFullPath(given);
        }

        var known = Directory.Exists(folder)
            ? string.Join(", ", Directory.EnumerateFiles(folder, "*" + suffix).Select(f => Path.GetFileName(f)[..^suffix.Length]).Order(StringComparer.Ordinal))
            : "none";
        throw new OperatorException($"There is no {what} {given}: neither a file, nor one of {known}.");
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
