namespace Pipeline.Inference.Decoding.Described;

/// <summary>What a value that was written is: a span of its sentence (UTF-16 units), or one of its field's options.</summary>
/// <param name="Option">Index in the field's options.</param>
internal readonly record struct ValuePlace(int? Start, int? Length, int? Option)
{
    public static ValuePlace Span(int start, int length) => new(start, length, null);

    public static ValuePlace Chosen(int option) => new(null, null, option);
}
