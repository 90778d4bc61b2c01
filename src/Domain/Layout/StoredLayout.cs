namespace Pipeline.Domain.Layout;

/// <summary>A layout as it was stored, with the version of the reader that made it: when that is not the present reader's, the document is read again.</summary>
public sealed record StoredLayout(string Reader, DocumentLayout Layout);
