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

    private ModelFiles Files { get; init; } = new(null, null, false);

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
        var files = new ModelFiles(calibration, options.ReadAll || IsModelFile(cardPath) ? null : GateFile.BesideCard(cardPath), options.ForCalibration);
        var (router, gate, identity) = await files.DecideAsync(schema, named, reading, cancellationToken);
        return new RunPlan(schema, card, file, router, identity, reading, prices.PriceOf(CpuSecondUnit, today), root, gate) { Files = files, Escalation = escalation };
    }

    /// <summary>The same model and settings for another schema that is installed.</summary>
    /// <exception cref="OperatorException">There is no such schema.</exception>
    /// <exception cref="InvalidSchemaException">Its file is no schema.</exception>
    public async Task<RunPlan> WithSchemaAsync(string name, CancellationToken cancellationToken)
    {
        var schema = ExtractionSchema.Parse(await ReadAsync(Locate(name, Path.Combine(Root, "schemas"), ".v1.json", "schema"), cancellationToken));
        var (router, gate, identity) = await Files.DecideAsync(schema, Escalation?.Of(Card) ?? Card, Reading, cancellationToken);
        return this with { Schema = schema, Router = router, Gate = gate, Identity = identity };
    }

    /// <summary>A calibration of an endpoint's model lies beside the others, under the name that results give it.</summary>
    private static async Task<RunPlan> MakeAsync(RunOptions options, ExtractionSchema schema, ReadingOptions reading, EndpointPlan endpoint, Price cpuSecond, string root, CancellationToken cancellationToken)
    {
        var files = new ModelFiles(CalibrationFile.Beside(Path.Combine(root, "models"), endpoint.Card.Identity), null, options.ForCalibration);
        var (router, _, identity) = await files.DecideAsync(schema, endpoint.Card, reading, cancellationToken);
        return new RunPlan(schema, endpoint.Card, "", router, identity, reading, cpuSecond, root) { Endpoint = endpoint, Files = files };
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
