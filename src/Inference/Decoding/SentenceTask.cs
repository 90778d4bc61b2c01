using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding;

/// <summary>All that the answers to one sentence need to know: its text, the fields asked for, the literals and the limits.</summary>
internal sealed class SentenceTask
{
    private readonly TokenTrie _trie;
    private EscapedSentence? _escaped;
    private List<OfferedSpan>? _writable;

    public SentenceTask(EngineSentence sentence, IReadOnlyList<EngineField> fields, InlineLiterals literals, TokenTrie trie, DecodingLimits limits)
    {
        Sentence = sentence;
        Fields = fields;
        Literals = literals;
        Limits = limits;
        _trie = trie;
    }

    public EngineSentence Sentence { get; }

    public IReadOnlyList<EngineField> Fields { get; }

    public InlineLiterals Literals { get; }

    public DecodingLimits Limits { get; }

    /// <summary>Made at the first branch: most sentences never need it.</summary>
    public EscapedSentence Escaped => _escaped ??= new EscapedSentence(Sentence.Text, _trie);

    /// <summary>What may be written next: each field in schema order after <paramref name="lastField"/>, that one again if its value can start after <paramref name="lastStart"/>;
    /// only what can be completed.</summary>
    public List<FieldOption> Offer(int lastField, int? lastStart)
    {
        var options = new List<FieldOption>();
        for (var i = Math.Max(0, lastField); i < Fields.Count; i++)
        {
            var again = i == lastField;
            if (again && lastStart is null)
            {
                continue;
            }

            var field = Fields[i];
            if (field.Value != EngineValue.None && CanHaveValue(field, again ? lastStart!.Value : -1))
            {
                options.Add(new FieldOption(i, HasValue: true));
            }

            if (field.Value != EngineValue.Required && !again)
            {
                options.Add(new FieldOption(i, HasValue: false));
            }
        }

        return options;
    }

    /// <summary>The only possible values of a typed field, each text once, at its first place after <paramref name="after"/>.</summary>
    public List<OfferedSpan> TypedValues(EngineField field, int after) =>
        [.. Writable
            .Where(s => s.Kind == field.Spans && s.Start > after)
            .OrderBy(s => s.Start).ThenBy(s => s.Length)
            .DistinctBy(s => Sentence.Text.Substring(s.Start, s.Length))];

    public int[] Tokens(FieldOption option) => Literals.Opening(Fields[option.Field].Name, option.HasValue);

    private List<OfferedSpan> Writable => _writable ??= [.. Sentence.Spans.Where(CanWrite)];

    /// <summary>Forced tokens must stay within the limits of free ones, and must not lose a byte that the vocabulary lacks.</summary>
    private bool CanWrite(OfferedSpan span) =>
        span.Length > 0 && span.Start >= 0 && span.Start + span.Length <= Sentence.Text.Length
        && Literals.Writes(Sentence.Text.Substring(span.Start, span.Length), Limits.ValueTokens);

    private bool CanHaveValue(EngineField field, int after)
    {
        if (field.Spans is null)
        {
            return Escaped.HasStart(after, Limits.ValueTokens);
        }

        foreach (var span in Writable)
        {
            if (span.Kind == field.Spans && span.Start > after)
            {
                return true;
            }
        }

        return false;
    }
}
