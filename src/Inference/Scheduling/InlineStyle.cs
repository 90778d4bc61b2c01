using Pipeline.Inference.Decoding;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling;

/// <summary>Read once, ask at every sentence's end (extraction.md §4a).</summary>
internal sealed class InlineStyle : IReadingStyle
{
    private readonly EngineSettings _settings;
    private readonly LlamaModel _model;
    private readonly SharedState _shared;
    private readonly PassagePacker _packer;
    private readonly RequestCheck _check;

    public InlineStyle(EngineSettings settings, LlamaModel model, PassageQueue queue, EngineMeter meter)
    {
        _settings = settings;
        _model = model;
        var literals = new InlineLiterals(model.Vocabulary);
        _packer = new PassagePacker(model.Vocabulary, settings.PassageTokens);
        _check = new RequestCheck(literals, settings.Limits);
        _shared = new SharedState(queue, literals, model.Vocabulary.Trie, settings.Limits, meter);
    }

    public IReadOnlyList<Passage> Pack(ReadJob job, EngineRequest request)
    {
        _check.Demand(request.Fields);
        var passages = _packer.Pack(request.Sentences);
        job.Expect(passages);
        return [.. passages.Select(segments => new Passage(job, segments, _shared.Literals.LineFeed))];
    }

    public IEngineLane NewLane() => new EngineLane(_model, _settings, _shared);
}
