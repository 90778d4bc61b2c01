using System.Diagnostics;
using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>What one reading of all documents took, without the start of the engine.</summary>
/// <param name="OutsideModel">Share of the busy time that was not inside <c>llama_decode</c>; of the own engine only.</param>
internal sealed record Round(string Contender, int Documents, double Seconds, int Passages, long PromptTokens, long DecodedTokens, int Findings, double? OutsideModel)
{
    public double DocumentsPerMinute => 60 * Documents / Seconds;

    public double TokensPerSecond => (PromptTokens + DecodedTokens) / Seconds;

    public static async Task<Round> RunAsync(Contender contender, IReadOnlyList<EngineRequest> documents, CancellationToken cancellationToken)
    {
        var requests = contender.Requests ?? documents;
        await using var running = await contender.StartAsync(cancellationToken);
        // Memory that is touched for the first time, a prompt that is read for the first time: not what is compared.
        await running.Engine.ReadAsync(documents[0] with { Sentences = [.. documents[0].Sentences.Take(1)] }, cancellationToken);
        var readings = new EngineReading[requests.Count];
        var started = Stopwatch.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = contender.DocumentsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, requests.Count, parallel, async (i, token) => readings[i] = await running.Engine.ReadAsync(requests[i], token));
        return new Round(
            contender.Name,
            requests.Count,
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            readings.Sum(r => r.Usage.Passages),
            readings.Sum(r => (long)r.Usage.PromptTokens),
            readings.Sum(r => (long)r.Usage.DecodedTokens),
            readings.Sum(r => r.Findings.Count),
            running.Engine is InProcessEngine { Statistics: var own } ? 1 - (own.DecodeSeconds / own.BusySeconds) : null);
    }
}
