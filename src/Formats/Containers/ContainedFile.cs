using Pipeline.Domain.Documents;

namespace Pipeline.Formats.Containers;

/// <summary>A document found in an archive or mail, or a reason why one of them gives none.</summary>
/// <param name="Name">The container's name and the place in it, such as <c>mail.eml/annex.pdf</c>: a name to show, never a path to write to.</param>
/// <param name="Content">The bytes, standing at their start, valid until the next file is asked for; null with a failure.</param>
/// <param name="Failure">Why there is no content.</param>
public sealed record ContainedFile(string Name, Stream? Content, DocumentFailure? Failure);
