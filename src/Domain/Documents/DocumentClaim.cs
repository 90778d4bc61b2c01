namespace Pipeline.Domain.Documents;

/// <summary>The right of one worker to write the outcome of one stage of one document. A later claim has a higher <see cref="Number"/> and ends this one.</summary>
public sealed record DocumentClaim(DocumentId Document, int Number, DocumentStage Stage, string Worker);
