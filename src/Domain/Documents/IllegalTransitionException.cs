namespace Pipeline.Domain.Documents;

/// <summary>A document was asked to move where its stage or claim does not allow. Always a mistake of the caller, never of the document.</summary>
public sealed class IllegalTransitionException : InvalidOperationException
{
    public IllegalTransitionException()
    {
    }

    public IllegalTransitionException(string message)
        : base(message)
    {
    }

    public IllegalTransitionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public IllegalTransitionException(DocumentId document, DocumentStage stage, string transition)
        : base($"Document {document} is {stage.ToString().ToLowerInvariant()}: it cannot {transition}.")
    {
    }
}
