using System.Collections.Concurrent;
using Pipeline.Inference.Decoding.Described;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Scheduling.Described;

/// <summary>Describe the fields in the model's own chat template, and read the whole passage's answer (extraction.md §4b).</summary>
internal sealed class DescribedStyle : IReadingStyle
{
    // Schemas of running requests; each lane prefills them for itself.
    private const int KnownPrompts = 64;

    private readonly EngineSettings _settings;
    private readonly LlamaModel _model;
    private readonly PassageQueue _queue;
    private readonly EngineMeter _meter;
    private readonly ChatTemplate _template;
    private readonly ConcurrentDictionary<string, DescribedPrompt> _prompts = new();

    /// <exception cref="EngineSetupException">The model cannot be asked in this style.</exception>
    public DescribedStyle(EngineSettings settings, LlamaModel model, PassageQueue queue, EngineMeter meter)
    {
        Demand(model);
        (_settings, _model, _queue, _meter) = (settings, model, queue, meter);
        _template = ChatTemplate.Of(model);
        Text = new PromptText(model.Vocabulary);
        Limits = new PassageLimits { Findings = settings.Limits.FindingsPerAnswer, ValueTokens = settings.Limits.ValueTokens, PossibleMiss = settings.Limits.PossibleMiss };
        Window = new DescribedWindow(model, Limits);
    }

    public PromptText Text { get; }

    public PassageLimits Limits { get; }

    public DescribedWindow Window { get; }

    public bool ReadsCappedAgain => _settings.Limits.ReadsCappedAgain;

    public TokenTrie Trie => _model.Vocabulary.Trie;

    /// <summary>Refuses a model that cannot be asked in this style, and says what to do.</summary>
    /// <exception cref="EngineSetupException">With the reason.</exception>
    public static void Demand(LlamaModel model)
    {
        if (model.HasEncoder)
        {
            throw new EngineSetupException("The model is an encoder-decoder. The described style needs one that goes on from a prompt.");
        }

        if (model.Vocabulary.Kind is not (VocabularyKind.BytePair or VocabularyKind.SentencePiece))
        {
            throw new EngineSetupException($"The model's vocabulary is of the kind {model.Vocabulary.Kind}. The described style knows byte-level BPE and SentencePiece.");
        }

        for (var b = (byte)' '; b < 0x7F; b++)
        {
            if (Spelling.Of([b], model.Vocabulary.Trie) is null)
            {
                throw new EngineSetupException($"The model's vocabulary cannot write the character '{(char)b}' alone, which JSON answers need. Use another model.");
            }
        }

        _ = ChatTemplate.Of(model);
        if (model.TrainingContextSize < 2 * DescribedWindow.LeastAnswer)
        {
            throw new EngineSetupException($"The model was trained for {model.TrainingContextSize} tokens at a time. The described style needs at least {2 * DescribedWindow.LeastAnswer}.");
        }
    }

    public IReadOnlyList<Passage> Pack(ReadJob job, EngineRequest request)
    {
        if (request.Fields.DistinctBy(f => f.Name).Count() < request.Fields.Count)
        {
            throw new ArgumentException("Two fields have the same name.");
        }

        var room = Window.Passage(PromptOf(request.Fields));
        // A sentence without a blank behind its middle stays whole and may be a quarter longer (PassagePacker.LargestSegment).
        var segment = Math.Min(PassagePacker.SegmentTokens, room * 3 / 4);
        var packed = new PassagePacker(_model.Vocabulary, Math.Min(_settings.PassageTokens, room), segment, extra: 6).Pack(request.Sentences);
        job.Expect(packed);
        return [.. packed.Select(segments => Of(job, segments))];
    }

    public IEngineLane NewLane() => new DescribedLane(_model, _settings, this, _queue, _meter);

    /// <summary>The passage in two parts, each asked alone.</summary>
    public IReadOnlyList<Passage> Halves(Passage passage)
    {
        var half = passage.Segments.Count / 2;
        return [Of(passage.Job, [.. passage.Segments.Take(half)]), Of(passage.Job, [.. passage.Segments.Skip(half)])];
    }

    public DescribedPrompt PromptOf(IReadOnlyList<EngineField> fields)
    {
        var instructions = DescribedInstructions.For(fields);
        if (_prompts.Count > KnownPrompts)
        {
            _prompts.Clear();
        }

        return _prompts.GetOrAdd(instructions, text => Build(text, fields));
    }

    private Passage Of(ReadJob job, IReadOnlyList<Segment> segments)
    {
        var after = PromptOf(job.Fields).After;
        return new Passage(job, segments, [.. Text.Plain(DescribedInstructions.Lines([.. segments.Select(s => s.Text)])), .. after]);
    }

    /// <summary>An option that no answer can name would be missed without a word.</summary>
    private void DemandOptions(EngineField field)
    {
        if (field.Options.Distinct().Count() < field.Options.Count)
        {
            throw new ArgumentException($"Two options of the field {field.Name} are the same.");
        }

        if (field.Options.FirstOrDefault(option => !ListedValues.Writes(option, Trie, Limits.ValueTokens)) is { } unwritable)
        {
            throw new ArgumentException($"The option \"{unwritable}\" of the field {field.Name} cannot be answered: it is empty, takes more than {Limits.ValueTokens} tokens, or holds a character that the model's vocabulary lacks. Reword it.");
        }
    }

    private DescribedPrompt Build(string instructions, IReadOnlyList<EngineField> fields)
    {
        foreach (var field in fields)
        {
            DemandOptions(field);
        }

        int[] before = [.. Text.Template(_template.Before), .. Text.Plain(instructions), .. Text.Template(_template.Between)];
        // Some templates write the first token themselves.
        var prefix = _model.Vocabulary.Begin is { } begin && (before.Length == 0 || before[0] != begin) ? [begin, .. before] : before;
        return new DescribedPrompt(instructions, prefix, Text.Template(_template.After));
    }
}
