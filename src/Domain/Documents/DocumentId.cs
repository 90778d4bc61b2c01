namespace Pipeline.Domain.Documents;

/// <summary>Key of a document: a version 7 UUID, so keys sort by the time of arrival.</summary>
public readonly record struct DocumentId(Guid Value)
{
    public static DocumentId Create() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
