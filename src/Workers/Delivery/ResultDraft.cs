using Pipeline.Domain.Costs;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;
using Pipeline.Inference;
using Pipeline.Storage.Database;
using Pipeline.Storage.Documents;
using Pipeline.Workers.Routing;

namespace Pipeline.Workers.Delivery;

/// <summary>Makes results (extraction.md §8) of what the stages found.</summary>
public sealed class ResultDraft(PipelineIdentity identity, string currency, FieldRouter router)
{
    public DocumentResult Extracted(ClaimedDocument document, DocumentLayout layout, Extraction.Extraction extraction, IReadOnlyList<CostEntry> costs) =>
        router.Route(Of(document, costs) with
        {
            Status = ResultStatus.Review,
            Pages = [.. layout.Pages.Select(p => new PageResult(p.Number, p.Width, p.Height, p.Rotation, p.Source))],
            Fields = extraction.Fields,
            PossibleMisses = extraction.PossibleMisses,
            Usage = Usage(extraction.Usage) with { SentencesSkipped = extraction.SentencesSkipped },
        });

    public DocumentResult Failed(ClaimedDocument document, DocumentFailure failure, IReadOnlyList<CostEntry> costs) =>
        Of(document, costs) with { Failure = failure };

    /// <summary>A file that never became a document: it could not be opened, or holds nothing.</summary>
    public DocumentResult Unreadable(DocumentId id, string name, DocumentFailure failure) =>
        Empty(id, name, null) with { Failure = failure };

    /// <summary>The same content as <paramref name="original"/>, which carries the result.</summary>
    public DocumentResult Duplicate(DocumentId id, string name, string sha256, string original) =>
        Empty(id, name, sha256) with { Status = ResultStatus.Duplicate, DuplicateOf = original };

    public FinalResult Final(DocumentResult result) => new(identity.Version, ResultJson.Write(result));

    private static UsageResult Usage(EngineUsage usage) => new(usage.PromptTokens, usage.DecodedTokens, usage.Passages);

    private DocumentResult Of(ClaimedDocument document, IReadOnlyList<CostEntry> costs) =>
        Empty(document.Claim.Document, document.Name, document.Sha256) with { Reference = document.Reference, Labels = document.Labels, Cost = CostStatement.Of(costs, currency) };

    private DocumentResult Empty(DocumentId id, string name, string? sha256) => new()
    {
        Document = name,
        Id = id.Value,
        Sha256 = sha256,
        Revision = 1,
        Final = false,
        Status = ResultStatus.Failed,
        Schema = identity.Schema,
        Model = identity.Model,
        PipelineVersion = identity.Version,
        Cost = CostStatement.Of([], currency),
    };
}
