using System.Text.Json;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Documents;

namespace Pipeline.Ingest.Api.Batches;

/// <summary>A batch and how far it is.</summary>
internal sealed record BatchAnswer
{
    /// <summary>Key of the batch: give it as 'batch' with documents.</summary>
    public required Guid Id { get; init; }

    /// <summary>As the sender called it, or the name of the archive or mail.</summary>
    public required string Name { get; init; }

    /// <summary>The sender's own key.</summary>
    public required string? Reference { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Documents in it.</summary>
    public required int Total { get; init; }

    /// <summary>Documents that are through: done, failed, duplicate or deleted.</summary>
    public required int Ended { get; init; }

    /// <summary>Documents by stage; each stage is there.</summary>
    public required IReadOnlyDictionary<string, int> Stages { get; init; }

    /// <summary>Its progress as server-sent events.</summary>
    public required string EventsUrl { get; init; }

    public static BatchAnswer Of(BatchView batch) => new()
    {
        Id = batch.Id.Value,
        Name = batch.Name,
        Reference = batch.Reference,
        CreatedAt = batch.CreatedAt,
        Total = batch.Stages.Values.Sum(),
        Ended = EndedOf(batch.Stages),
        Stages = StagesOf(batch.Stages),
        EventsUrl = ApiAddress.Batch(batch.Id) + "/events",
    };

    public static int EndedOf(IReadOnlyDictionary<DocumentStage, int> stages) => stages.Where(stage => IsEnd(stage.Key)).Sum(stage => stage.Value);

    public static IReadOnlyDictionary<string, int> StagesOf(IReadOnlyDictionary<DocumentStage, int> stages) =>
        Enum.GetValues<DocumentStage>().ToDictionary(stage => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString()), stage => stages.GetValueOrDefault(stage));

    public static bool IsEnd(DocumentStage stage) => stage switch
    {
        DocumentStage.Done or DocumentStage.Failed or DocumentStage.Duplicate or DocumentStage.Deleted => true,
        DocumentStage.Received or DocumentStage.Reading or DocumentStage.Extracting => false,
    };
}
