using Pipeline.Inference;

namespace Pipeline.Cli.Benchmarks.Engines;

/// <summary>Takes what an engine would be asked, so that all contenders are asked the same.</summary>
internal sealed class RequestRecorder : IReadingEngine
{
    private readonly List<EngineRequest> _requests = [];

    public EngineStatistics Statistics { get; } = new(0, 0, 0, 0, 0);

    public IReadOnlyList<EngineRequest> Requests => _requests;

    public Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        _requests.Add(request);
        return Task.FromResult(new EngineReading
        {
            SentenceProbabilities = new double[request.Sentences.Count],
            Findings = [],
            PossibleMisses = [],
            CutSentences = [],
            Usage = new EngineUsage(0, 0, 0, 0),
        });
    }
}
