using Pipeline.Domain.Results;

namespace Pipeline.Domain.Tests.Results;

/// <summary>Results with what every one of them has; a test changes what it is about.</summary>
internal static class PlainResult
{
    public static DocumentResult Of(string document) => new()
    {
        Document = document,
        Id = Guid.Empty,
        Sha256 = null,
        Revision = 1,
        Final = false,
        Status = ResultStatus.Review,
        Schema = "nda@1",
        Model = "m@1",
        PipelineVersion = "p",
        Cost = new CostResult("USD", "0", []),
    };

    public static FieldValue Value(string text, double confidence) => new()
    {
        Value = text,
        Normalized = text,
        Confidence = confidence,
        ConfidenceSource = "raw",
        Source = "machine",
        Grounded = true,
        Evidence = [],
    };
}
