using System.Text;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding.Described;

/// <summary>All that the answer to one passage needs to know: its sentences, the fields asked for, and what may be found where. One thread uses it.</summary>
internal sealed class PassageTask
{
    private readonly TokenTrie _trie;
    private readonly EscapedSentence?[] _escaped;
    private readonly bool?[] _offersAny;
    private readonly Dictionary<(int Sentence, string Kind, int After), ValueSpace> _values = [];
    private readonly Dictionary<(int Field, int After), ValueSpace> _choices = [];

    public PassageTask(IReadOnlyList<EngineSentence> sentences, IReadOnlyList<EngineField> fields, TokenTrie trie, PassageLimits limits)
    {
        Sentences = sentences;
        Fields = fields;
        Limits = limits;
        Names = [.. fields.Select(f => Encoding.UTF8.GetBytes(f.Name))];
        _trie = trie;
        _escaped = new EscapedSentence?[sentences.Count];
        _offersAny = new bool?[sentences.Count];
    }

    public IReadOnlyList<EngineSentence> Sentences { get; }

    public IReadOnlyList<EngineField> Fields { get; }

    /// <summary>The fields' names as an answer writes them.</summary>
    public byte[][] Names { get; }

    public PassageLimits Limits { get; }

    public TokenTrie Trie => _trie;

    /// <summary>Most tokens that one further finding and the end of the answer take, were each byte of their literals a token.</summary>
    public int LargestFinding => 45 + Names.Select(n => n.Length).DefaultIfEmpty().Max() + Limits.ValueTokens;

    /// <summary>What may be found next in a sentence: each field in schema order after the last finding's, that one again where its value can start later, or be a later option; only what can be completed.</summary>
    public bool Offers(int sentence, int field, bool withValue, LastFinding? last)
    {
        var here = last is not null && last.Sentence == sentence;
        if (here && (field < last!.Field || (field == last.Field && (last.Order is null || !withValue))))
        {
            return false;
        }

        var rule = Fields[field].Value;
        return withValue
            ? rule != EngineValue.None && Values(sentence, field, here && field == last!.Field ? last.Order!.Value : -1).Starts.Length > 0
            : rule != EngineValue.Required;
    }

    public bool Offers(int sentence, int field, LastFinding? last) =>
        Offers(sentence, field, withValue: false, last) || Offers(sentence, field, withValue: true, last);

    /// <summary>Whether anything may be found next in a sentence.</summary>
    public bool Offers(int sentence, LastFinding? last)
    {
        if (last is not null && sentence <= last.Sentence)
        {
            return sentence == last.Sentence && AnyField(sentence, last);
        }

        return _offersAny[sentence] ??= AnyField(sentence, null);
    }

    public bool OffersMore(LastFinding? last)
    {
        for (var sentence = last?.Sentence ?? 0; sentence < Sentences.Count; sentence++)
        {
            if (Offers(sentence, last))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The values of a field in a sentence that start after a character, or its options after one.</summary>
    public ValueSpace Values(int sentence, int field, int after)
    {
        if (Fields[field].Options is { Count: > 0 } options)
        {
            if (!_choices.TryGetValue((field, after), out var choice))
            {
                _choices.Add((field, after), choice = ListedValues.Options(options, after, _trie, Limits.ValueTokens));
            }

            return choice;
        }

        var kind = Fields[field].Spans;
        var key = (sentence, kind ?? "", after);
        if (!_values.TryGetValue(key, out var space))
        {
            _values.Add(key, space = kind is null ? Free(sentence, after) : Typed(sentence, kind, after));
        }

        return space;
    }

    private bool AnyField(int sentence, LastFinding? last)
    {
        for (var field = last?.Field ?? 0; field < Fields.Count; field++)
        {
            if (Offers(sentence, field, last))
            {
                return true;
            }
        }

        return false;
    }

    private FreeValues Free(int sentence, int after)
    {
        var escaped = _escaped[sentence] ??= new EscapedSentence(Sentences[sentence].Text, _trie);
        return new FreeValues(escaped) { Starts = [.. escaped.Starts(after, Limits.ValueTokens)] };
    }

    private ListedValues Typed(int sentence, string kind, int after)
    {
        var (text, spans) = (Sentences[sentence].Text, Sentences[sentence].Spans);
        return ListedValues.Spans(spans.Where(s => s.Kind == kind && s.Start > after).OrderBy(s => s.Start).ThenBy(s => s.Length), text, _trie, Limits.ValueTokens);
    }
}
