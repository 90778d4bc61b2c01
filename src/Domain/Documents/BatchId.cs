namespace Pipeline.Domain.Documents;

/// <summary>Key of a batch: a version 7 UUID.</summary>
public readonly record struct BatchId(Guid Value)
{
    public static BatchId Create() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString();
}
