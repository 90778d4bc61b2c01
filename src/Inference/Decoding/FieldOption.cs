namespace Pipeline.Inference.Decoding;

/// <summary>A field that can be written next, with or without a value.</summary>
internal readonly record struct FieldOption(int Field, bool HasValue);
