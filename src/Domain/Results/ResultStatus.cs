namespace Pipeline.Domain.Results;

/// <summary>What became of a document.</summary>
public enum ResultStatus
{
    Accepted,
    Review,
    Failed,
    Duplicate,
}
