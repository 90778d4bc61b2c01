using Pipeline.Domain.Results;

namespace Pipeline.Cli.Report;

/// <summary>Which pages of a document are worth a picture: those where a value stands, and where a field has none, its best candidate.</summary>
internal static class EvidencePages
{
    /// <summary>A running header proves a party on every page: enough is enough.</summary>
    private const int MostPages = 60;

    /// <returns>Page numbers, sorted; none for formats without a geometry.</returns>
    public static IReadOnlyList<int> Of(DocumentResult result) =>
        [.. result.Fields.Values
            .SelectMany(field => field.Values.Count > 0 ? field.Values : field.Candidates.Take(1))
            .SelectMany(value => value.Evidence.Take(ReportField.MostPlaces))
            .Where(evidence => evidence.Boxes.Count > 0)
            .Select(evidence => evidence.Page)
            .Distinct()
            .Order()
            .Take(MostPages)];
}
