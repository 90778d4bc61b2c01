using Pipeline.Domain.Documents;

namespace Pipeline.Formats;

/// <summary>Carries a failure out of a parser that runs in this process; the reader that called it turns it into an outcome.</summary>
public sealed class ReadingRefusedException(DocumentFailure failure) : Exception(failure.Code)
{
    public DocumentFailure Failure { get; } = failure;
}
