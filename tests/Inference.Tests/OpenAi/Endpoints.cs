using Pipeline.Inference.OpenAi;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.OpenAi;

/// <summary>Requests and settings of the tests.</summary>
internal static class Endpoints
{
    public const string Law = "It is governed by the laws of the State of Ohio.";

    public const string Preamble = "This Agreement is made between Acme Inc. and Bolt LLC.";

    public const string Nothing = """{"findings":[]}""";

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public static EngineField[] Fields { get; } = [.. Contracts.Fields("anti_assignment", "expiration_date", "governing_law", "parties", "term").Select(field => field with { Kind = "text", Description = "As it says." })];

    public static OpenAiOptions Options(string url) => new()
    {
        Address = EndpointAddress.Parse(url),
        Model = "told",
        FirstDelay = TimeSpan.FromMilliseconds(20),
        LongestDelay = TimeSpan.FromMilliseconds(100),
        BreakFor = TimeSpan.FromMilliseconds(600),
        Attempts = 4,
    };

    public static EngineRequest Request(params string[] sentences) => Contracts.Request(Fields, sentences);

    public static async Task<EngineReading> ReadAsync(OpenAiOptions options, Notices notices, params string[] sentences)
    {
        await using var engine = await OpenAiEngine.StartAsync(options, notices, CancellationToken.None);
        return await engine.ReadAsync(Request(sentences), CancellationToken.None).WaitAsync(Patience);
    }

    public static Task<EngineReading> ReadAsync(EndpointServer server, params string[] sentences) => ReadAsync(Options(server.Url), new Notices(), sentences);

    public static string Finding(int sentence, string field, string? value = null) =>
        $$"""{"sentence":{{sentence}},"field":"{{field}}"{{(value is null ? "" : $",\"value\":\"{value}\"")}}}""";

    public static string Answer(params string[] findings) => $$"""{"findings":[{{string.Join(',', findings)}}]}""";

    /// <summary>A finding's value as the document has it.</summary>
    public static string? Value(EngineFinding finding, params string[] sentences) => finding.Start is { } start ? sentences[finding.Sentence].Substring(start, finding.Length!.Value) : null;
}
