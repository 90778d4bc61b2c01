using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Results;
using Pipeline.Domain.Schemas;

namespace Pipeline.Cli.Evaluation;

/// <summary>Lines of a results file as results.</summary>
internal static class ResultLines
{
    /// <summary>Null where a line is no whole result: scorers read less of a line than a result has.</summary>
    public static List<DocumentResult>? TryRead(IEnumerable<string> lines)
    {
        try
        {
            return [.. lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(ResultJson.Read)];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static List<DocumentResult> Read(IEnumerable<string> lines, string file) =>
        TryRead(lines) ?? throw new OperatorException($"{file} is not a results.jsonl of this program.");

    /// <summary>The schema of the installation that the results name.</summary>
    public static async Task<ExtractionSchema> SchemaAsync(IEnumerable<DocumentResult> results, string root, CancellationToken cancellationToken)
    {
        var identities = results.Select(r => r.Schema).Distinct().ToArray();
        if (identities is not [var identity] || identity.Split('@') is not [var name, var version])
        {
            throw new OperatorException($"The results are of {identities.Length} schemas ({string.Join(", ", identities)}); one is needed.");
        }

        var path = Path.Combine(root, "schemas", $"{name}.v{version}.json");
        return File.Exists(path)
            ? ExtractionSchema.Parse(await File.ReadAllTextAsync(path, cancellationToken))
            : throw new OperatorException($"The results were read with {identity}, and there is no {path}.");
    }
}
