using System.Globalization;
using Pipeline.Inference;

namespace Pipeline.Cli.Setup;

/// <summary>Settings under <c>Pipeline:Endpoint</c> (docs/second-engine.md). Without an URL the own engine reads.</summary>
internal sealed record EndpointSettings
{
    public string? Url { get; init; }

    /// <summary>As the endpoint names it.</summary>
    public string? Model { get; init; }

    /// <summary>Text may go to another machine.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>A file that holds the key and nothing else. A key has no setting of its own, since settings are shown and stored.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A band of probabilities such as <c>0.4-0.85</c>: the own engine reads, and fields whose confidence falls into the band are asked for again here. Empty: this endpoint reads everything.</summary>
    public string? Escalate { get; init; }

    /// <summary>Requests at a time: what llama-server reads at a time by default.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Estimated; each passage carries the instructions anew, so it is longer than the own engine's.</summary>
    public int PassageTokens { get; init; } = 1200;

    /// <summary>40 findings take about 900.</summary>
    public int AnswerTokens { get; init; } = 2048;

    /// <summary>Of one request: a large model on a CPU takes minutes.</summary>
    public int TimeoutSeconds { get; init; } = 600;

    public bool JsonSchema { get; init; } = true;

    public bool LogProbabilities { get; init; } = true;

    /// <summary>What changes the answers, for the identity of results.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"{PassageTokens} {AnswerTokens} {JsonSchema} {LogProbabilities}");

    public IEnumerable<string> Problems()
    {
        if (Url is not null && string.IsNullOrWhiteSpace(Model))
        {
            yield return "An endpoint needs the name of its model: --endpoint-model, or Pipeline:Endpoint:Model.";
        }

        if (Escalate is { Length: > 0 } band && ConfidenceBand.Parse(band) is null)
        {
            yield return "Pipeline:Endpoint:Escalate has to be a band of probabilities such as 0.4-0.85.";
        }

        if (Slots is < 1 or > 1024)
        {
            yield return "Pipeline:Endpoint:Slots has to be 1 to 1024.";
        }

        if (PassageTokens is < 100 or > 8000)
        {
            yield return "Pipeline:Endpoint:PassageTokens has to be 100 to 8000.";
        }

        if (AnswerTokens is < 256 or > 32768)
        {
            yield return "Pipeline:Endpoint:AnswerTokens has to be 256 to 32768.";
        }

        if (TimeoutSeconds is < 1 or > 86400)
        {
            yield return "Pipeline:Endpoint:TimeoutSeconds has to be 1 to 86400.";
        }
    }
}
