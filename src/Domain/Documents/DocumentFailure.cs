namespace Pipeline.Domain.Documents;

/// <summary>Why a document ended without a result. <see cref="Code"/> is stable, for scripts; <see cref="Reason"/> tells an operator what to do.
/// Neither ever holds text of the document.</summary>
public sealed record DocumentFailure(string Code, string Reason);
