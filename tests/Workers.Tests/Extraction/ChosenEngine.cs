using Pipeline.Inference;

namespace Pipeline.Workers.Tests.Extraction;

/// <summary>Takes the last option of each choice in each sentence, and the first offered amount of each money field.</summary>
internal sealed class ChosenEngine : IReadingEngine
{
    public EngineStatistics Statistics { get; } = new(0, 0, 0, 0, 0);

    public EngineRequest? Asked { get; private set; }

    public Task<EngineReading> ReadAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        Asked = request;
        return Task.FromResult(new EngineReading
        {
            SentenceProbabilities = [.. request.Sentences.Select(_ => 0.5)],
            Findings = [.. request.Sentences.SelectMany((sentence, i) => request.Fields.SelectMany(field => Find(i, sentence, field)))],
            PossibleMisses = [],
            CutSentences = [],
            Usage = new EngineUsage(1, 1, 1, 0),
        });
    }

    private static IEnumerable<EngineFinding> Find(int index, EngineSentence sentence, EngineField field)
    {
        if (field.Options.Count > 0)
        {
            yield return new EngineFinding(index, field.Name, null, null, 0.5, new EngineDecisions()) { Choice = field.Options[^1] };
        }
        else if (sentence.Spans.FirstOrDefault(span => span.Kind == field.Spans) is { } amount)
        {
            yield return new EngineFinding(index, field.Name, amount.Start, amount.Length, 0.5, new EngineDecisions());
        }
    }
}
