using Pipeline.Domain.Normalization;

namespace Pipeline.Inference.Tests.Setup;

/// <summary>Fields and sentences as the pipeline gives them to the engine.</summary>
internal static class Contracts
{
    private static readonly HashSet<string> Required = ["document_name", "parties", "agreement_date", "effective_date", "governing_law", "term"];

    private static readonly HashSet<string> Optional = ["expiration_date", "renewal_term", "notice_period_to_terminate_renewal", "warranty_duration"];

    private static readonly HashSet<string> Dates = ["agreement_date", "effective_date", "expiration_date"];

    private static readonly HashSet<string> Durations = ["term", "renewal_term", "notice_period_to_terminate_renewal", "warranty_duration"];

    public static IReadOnlyList<EngineField> NdaFields { get; } = Fields("effective_date", "governing_law", "parties", "term");

    public static EngineField[] Fields(params string[] names) => [.. names.Select(name => new EngineField(
        name,
        Required.Contains(name) ? EngineValue.Required : Optional.Contains(name) ? EngineValue.Optional : EngineValue.None,
        Dates.Contains(name) ? "date" : Durations.Contains(name) ? "duration" : null))];

    public static EngineSentence Sentence(string text) => new(text,
    [
        .. DateFinder.Find(text).Select(s => new OfferedSpan("date", s.Start, s.Length)),
        .. DurationFinder.Find(text).Select(s => new OfferedSpan("duration", s.Start, s.Length)),
        .. MoneyFinder.Find(text).Select(s => new OfferedSpan("money", s.Start, s.Length)),
    ]);

    public static EngineRequest Request(IReadOnlyList<EngineField> fields, params string[] sentences) => new([.. sentences.Select(Sentence)], fields);

    /// <summary>Findings as text, in the order of the reading.</summary>
    public static List<(int Sentence, string Field, string? Value, double Probability)> Told(EngineRequest request, EngineReading reading) =>
        [.. reading.Findings.Select(f => (f.Sentence, f.Field, f.Start is { } start ? request.Sentences[f.Sentence].Text.Substring(start, f.Length!.Value) : null, f.Probability))];
}
