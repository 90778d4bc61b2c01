namespace Pipeline.Inference.OpenAi;

/// <summary>An endpoint and how it is asked. A class and not a record: what a record prints would hold the key.</summary>
public sealed class OpenAiOptions
{
    public required EndpointAddress Address { get; init; }

    /// <summary>As the endpoint names it.</summary>
    public required string Model { get; init; }

    /// <summary>Sent as a bearer token, and nowhere else.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Text may leave this machine. Without it an address of another machine is refused.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>Requests at a time, over all documents; others wait. What a server reads at a time by default is 4 (llama-server) or far more (vLLM).</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Tokens of a passage, estimated (<see cref="TokenEstimate"/>). More than the own engine's 400: here each passage carries the instructions anew.</summary>
    public int PassageTokens { get; init; } = 1200;

    /// <summary>Most tokens of an answer: 40 findings take about 900.</summary>
    public int AnswerTokens { get; init; } = 2048;

    /// <summary>Findings of an answer from which on it counts as cut.</summary>
    public int FindingsPerAnswer { get; init; } = 40;

    /// <summary>Off for measurements only: answers of a fixed length are compared then, and not what is in them.</summary>
    public bool AsksCutAgain { get; init; } = true;

    /// <summary>Asks for answers by a JSON Schema. Without it they are taken as they come.</summary>
    public bool JsonSchema { get; init; } = true;

    /// <summary>Asks for log-probabilities. Without them everything goes to review.</summary>
    public bool LogProbabilities { get; init; } = true;

    /// <summary>An answer that says nothing of its tokens is an error; off where tokens cost nothing.</summary>
    public bool RequireUsage { get; init; } = true;

    /// <summary>Of one request: a large model on a CPU takes minutes for a passage.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Tries of one request; with the delays below about two minutes.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>Before the second try; it doubles, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An endpoint that asks for more patience than this ends the work.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Failures within a minute, with half of all requests failing, after which the endpoint is left alone.</summary>
    public int BreakAfter { get; init; } = 5;

    /// <summary>How long it is left alone before one request tries it again.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(15);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
