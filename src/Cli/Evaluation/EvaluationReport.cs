using System.Text.Json;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Evaluation;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Evaluation;

/// <summary>An evaluation as <c>evaluation.json</c> keeps it, for comparisons and for the page.</summary>
internal sealed record EvaluationReport
{
    private static readonly JsonSerializerOptions Indented = new(ResultJson.Options) { WriteIndented = true, NewLine = "\n" };

    public required string DataSet { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Models, schemas and pipeline versions of the results.</summary>
    public required IReadOnlyList<string> ReadWith { get; init; }

    /// <summary>The lines of the normative script.</summary>
    public required string Score { get; init; }

    public required double F1 { get; init; }

    public required IReadOnlyList<DocumentCounts> Documents { get; init; }

    /// <summary>Of the documents of the report half; null where the results do not say enough.</summary>
    public required RunFigures? Figures { get; init; }

    public required IReadOnlyList<CurvePoint> PrecisionRecall { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Indented) + "\n";

    public static async Task<EvaluationReport> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<EvaluationReport>(await File.ReadAllTextAsync(path, cancellationToken), Indented)
                ?? throw new OperatorException($"{path} holds nothing.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} is not an evaluation to compare with: {e.Message}", e);
        }
    }
}
