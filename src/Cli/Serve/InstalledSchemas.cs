using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Cli.Run;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Schemas;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Models;
using Pipeline.Workers.Stages;

namespace Pipeline.Cli.Serve;

/// <summary>The schemas in schemas/, each with the plan that the service's model reads it by.</summary>
/// <param name="first">Of the default schema, made at the start.</param>
internal sealed class InstalledSchemas(RunPlan first, string root) : ISchemaPlans
{
    private const string Suffix = ".v1.json";

    private readonly ConcurrentDictionary<string, SchemaPlan> _known = new(StringComparer.Ordinal);

    /// <summary>Names of all, the default one first.</summary>
    public static IReadOnlyList<string> Names(string root, string first) =>
        [first, .. Directory.EnumerateFiles(Path.Combine(root, "schemas"), "*" + Suffix).Select(file => Path.GetFileName(file)[..^Suffix.Length]).Where(name => name != first).Order(StringComparer.Ordinal)];

    public async Task<SchemaPlan> OfAsync(string schema, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(schema, out var known))
        {
            return known;
        }

        if (!SchemaName.IsValid(schema) || !File.Exists(Path.Combine(root, "schemas", schema + Suffix)))
        {
            return Refused(schema, DocumentFailures.UnknownSchema(schema));
        }

        try
        {
            return _known.GetOrAdd(schema, Of(schema == first.Schema.Name ? first : await first.WithSchemaAsync(schema, cancellationToken)));
        }
        catch (Exception e) when (e is InvalidSchemaException or ModelCardException)
        {
            return Refused(schema, DocumentFailures.UnsuitableSchema(e.Message));
        }
    }

    private static SchemaPlan Of(RunPlan plan) => new(plan.Schema, plan.Card, plan.Router, plan.Identity, plan.Gate)
    {
        CpuSecond = plan.CpuSecond,
        ExtractionPrices = plan.ExtractionPrices,
    };

    /// <summary>What fails is named by the schema that was asked for; no schema that can be used ever has the same version.</summary>
    private SchemaPlan Refused(string schema, DocumentFailure refusal)
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"refused {schema} {first.Card.Identity}")))[..16];
        return Of(first) with { Identity = new PipelineIdentity(schema, first.Card.Identity, version), Refusal = refusal };
    }
}
