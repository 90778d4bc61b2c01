using Pipeline.Cli.Run;
using Pipeline.Inference;
using Pipeline.Inference.Supervision;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>Stands in for the model where the service around it is measured: waits a fixed time, which costs no CPU, and names each typed value that a sentence offers.
/// What comes after a reading (grounding, checks, the result) has as much to do as with a model that finds dates and amounts.</summary>
internal sealed class FixedDelayEngine(TimeSpan delay, int documentsAtOnce) : IReadingEngine, IEngineOpening
{
    private const double Probability = 0.95;

    public EngineStatistics Statistics { get; } = new(0, 0, 0, 0, 0);

    public Task<RunningEngine> StartAsync(IProgress<string> steps, IProgress<EngineNotice> notices, CancellationToken cancellationToken) =>
        Task.FromResult(new RunningEngine(this, [], documentsAtOnce, null));

    public async Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, cancellationToken);
        var findings = new List<EngineFinding>();
        for (var i = 0; i < request.Sentences.Count; i++)
        {
            foreach (var span in request.Sentences[i].Spans)
            {
                if (request.Fields.FirstOrDefault(field => field.Spans == span.Kind) is { } field)
                {
                    findings.Add(new EngineFinding(i, field.Name, span.Start, span.Length, Probability, new EngineDecisions()));
                }
            }
        }

        return new EngineReading
        {
            SentenceProbabilities = [.. request.Sentences.Select(sentence => sentence.Spans.Count > 0 ? Probability : 0)],
            Findings = findings,
            PossibleMisses = [],
            CutSentences = [],
            Usage = new EngineUsage(1, 0, 0, 0),
        };
    }
}
