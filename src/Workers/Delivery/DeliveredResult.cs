using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;

namespace Pipeline.Workers.Delivery;

/// <summary>The result of a document as it is given to its sender: what the pipeline made, byte for byte; for a document that was never read, a result that says so.</summary>
/// <param name="Json">One line.</param>
internal sealed record DeliveredResult(ResultStatus Status, int Revision, string Json)
{
    /// <param name="stored">The latest revision of the document's result; null where it has none.</param>
    public static DeliveredResult Of(Document document, string? stored, string currency)
    {
        if (document.Stage == DocumentStage.Duplicate || stored is null)
        {
            var unread = Unread(document, currency);
            return new DeliveredResult(unread.Status, unread.Revision, ResultJson.Write(unread));
        }

        var result = ResultJson.Read(stored);
        return new DeliveredResult(result.Status, result.Revision, stored);
    }

    private static DocumentResult Unread(Document document, string currency) => new()
    {
        Document = document.Name,
        Id = document.Id.Value,
        Sha256 = document.Sha256,
        Revision = 1,
        Final = document.Stage == DocumentStage.Duplicate,
        Status = document.Stage == DocumentStage.Duplicate ? ResultStatus.Duplicate : ResultStatus.Failed,
        DuplicateOf = document.DuplicateOf?.ToString(),
        Schema = document.Schema ?? "",
        Model = "",
        PipelineVersion = document.PipelineVersion ?? "",
        Reference = document.Reference,
        Labels = document.Labels,
        Cost = CostStatement.Of([], currency),
        Failure = document.Failure,
    };
}
