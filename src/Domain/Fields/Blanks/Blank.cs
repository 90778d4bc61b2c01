using Pipeline.Domain.Schemas;

namespace Pipeline.Domain.Fields.Blanks;

/// <summary>A place of a sentence that was left to be filled in.</summary>
/// <param name="Kind">What the words around it say should stand there; null where they do not say.</param>
public readonly record struct Blank(int Start, int Length, FieldKind? Kind)
{
    public int End => Start + Length;
}
