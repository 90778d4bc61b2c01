using System.Text;
using Pipeline.Inference.Models;

namespace Pipeline.Inference.Decoding;

/// <summary>The fixed parts of an inline answer, each tokenised alone, as the model was trained on them (extraction.md §4a).</summary>
internal sealed class InlineLiterals
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, int[]> _names = [];
    private readonly Dictionary<(string Field, bool HasValue), int[]> _openings = [];

    public InlineLiterals(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        First = vocabulary.Tokenize("{\"field\":\"");
        Later = vocabulary.Tokenize(",{\"field\":\"");
        Value = vocabulary.Tokenize("\",\"value\":\"");
        Close = vocabulary.Tokenize("\"}");
        var lineFeed = vocabulary.Tokenize("\n");
        if (lineFeed.Length != 1 || First[0] == lineFeed[0] || Later[0] == lineFeed[0])
        {
            throw new EngineSetupException("The model's vocabulary does not write a line feed as one token of its own, which the inline style needs. Use a model that speaks this style.");
        }

        LineFeed = lineFeed[0];
    }

    public int[] First { get; }

    public int[] Later { get; }

    public int[] Value { get; }

    public int[] Close { get; }

    public int LineFeed { get; }

    /// <summary>The line that opens every trunk of a schema: <c>Fields: a, b⏎</c>.</summary>
    public int[] Header(IEnumerable<EngineField> fields) =>
        [.. _vocabulary.Tokenize("Fields: " + string.Join(", ", fields.Select(f => f.Name))), LineFeed];

    public int[] Name(string field)
    {
        lock (_names)
        {
            if (!_names.TryGetValue(field, out var tokens))
            {
                tokens = _vocabulary.Tokenize(field);
                _names.Add(field, tokens);
            }

            return tokens;
        }
    }

    /// <summary>A field's name and the literal behind it: what opens its value, or closes a finding without one.</summary>
    public int[] Opening(string field, bool hasValue)
    {
        lock (_openings)
        {
            if (!_openings.TryGetValue((field, hasValue), out var tokens))
            {
                tokens = [.. Name(field), .. hasValue ? Value : Close];
                _openings.Add((field, hasValue), tokens);
            }

            return tokens;
        }
    }

    public int[] EscapedValue(string value) => _vocabulary.Tokenize(EscapedSentence.Escape(value));

    /// <summary>Whether the value is valid Unicode, takes at most <paramref name="limit"/> tokens, and its tokens spell it: llama.cpp drops bytes that the vocabulary lacks.</summary>
    public bool Writes(string value, int limit)
    {
        for (var i = 0; i < value.Length;)
        {
            if (!Rune.TryGetRuneAt(value, i, out var rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        var tokens = EscapedValue(value);
        return tokens.Length <= limit
            && tokens.SelectMany(_vocabulary.Bytes).SequenceEqual(Encoding.UTF8.GetBytes(EscapedSentence.Escape(value)));
    }
}
