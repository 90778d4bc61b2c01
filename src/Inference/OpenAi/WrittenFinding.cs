namespace Pipeline.Inference.OpenAi;

/// <summary>A finding as a model wrote it, right or wrong, with the places of its parts in the answer (UTF-8 bytes, without quotes).</summary>
/// <param name="Sentence">From 1 on; null where there is none.</param>
/// <param name="Start">Of its opening brace.</param>
internal sealed record WrittenFinding(int? Sentence, string? Field, string? Value, int Start)
{
    public Range SentenceBytes { get; init; }

    public Range FieldBytes { get; init; }

    public Range ValueBytes { get; init; }

    /// <summary>After its closing brace.</summary>
    public int End { get; init; }
}
