namespace Pipeline.Domain.Schemas;

/// <summary>Bounds of a schema file, which anyone with the right to add one may write.</summary>
internal static class SchemaLimits
{
    /// <summary>Field names are read by the model before every passage: 128 of them fill a quarter of a small model's window.</summary>
    public const int MostFields = 128;

    public const int MostOptions = 100;

    /// <summary>A model writes a value in 48 tokens at most; in plain English these are some 200 characters, elsewhere fewer.</summary>
    public const int LongestOption = 100;

    public const int LongestName = 64;

    public const int LongestDescription = 1000;

    public const int LongestFile = 1_000_000;
}
