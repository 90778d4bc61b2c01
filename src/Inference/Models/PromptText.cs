using System.Text;
using System.Text.Unicode;

namespace Pipeline.Inference.Models;

/// <summary>Text to tokens for prompts and answers: exactly its bytes, and special tokens only where a template asks for them.</summary>
internal sealed class PromptText
{
    private readonly Vocabulary _vocabulary;

    public PromptText(Vocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>A part of a chat template: what looks like a special token is one.</summary>
    public int[] Template(string text) => WithoutAddedSpace(text, _vocabulary.Tokenize(text, parseSpecial: true));

    /// <summary>Text of a document or an owner: whatever it looks like, it is spelled with ordinary tokens.</summary>
    /// <remarks><c>parse_special = false</c> leaves out control tokens, but llama.cpp reads user-defined tokens all the same, and some models have their turn marks there.</remarks>
    public int[] Plain(string text)
    {
        var tokens = WithoutAddedSpace(text, _vocabulary.Tokenize(text));
        var special = Array.FindIndex(tokens, token => !_vocabulary.IsPlain(token));
        if (special < 0)
        {
            return tokens;
        }

        var mark = Encoding.UTF8.GetString(_vocabulary.Spelled(tokens[special]));
        var at = mark.Length == 0 ? -1 : text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0
            ? Spelling.Of(Encoding.UTF8.GetBytes(text), _vocabulary.Trie) ?? [.. tokens.Where(_vocabulary.IsPlain)]
            : [.. Plain(text[..at]), .. Spelling.Of(Encoding.UTF8.GetBytes(mark), _vocabulary.Trie) ?? [], .. Plain(text[(at + mark.Length)..])];
    }

    /// <summary>Bytes that an answer has to hold next, as the model would most naturally write them; null where it cannot.</summary>
    public int[]? Literal(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            var tokens = Plain(Encoding.UTF8.GetString(bytes));
            if (Writes(tokens, bytes))
            {
                return tokens;
            }
        }

        return Spelling.Of(bytes, _vocabulary.Trie);
    }

    /// <summary>Bytes that a token of a literal writes.</summary>
    public int Length(int token) => _vocabulary.Bytes(token).Length;

    private bool Writes(int[] tokens, ReadOnlySpan<byte> bytes)
    {
        foreach (var token in tokens)
        {
            var piece = _vocabulary.Bytes(token);
            if (piece.Length == 0 || !bytes.StartsWith(piece))
            {
                return false;
            }

            bytes = bytes[piece.Length..];
        }

        return bytes.IsEmpty;
    }

    /// <summary>SentencePiece vocabularies put a space before every text (<c>add_space_prefix</c>); a part that goes on after another has none.</summary>
    private int[] WithoutAddedSpace(string text, int[] tokens)
    {
        if (tokens.Length == 0 || text[0] == ' ' || !_vocabulary.IsPlain(tokens[0]) || _vocabulary.Bytes(tokens[0]) is not [(byte)' ', .. var rest])
        {
            return tokens;
        }

        return Spelling.Of(rest, _vocabulary.Trie) is { } without ? [.. without, .. tokens[1..]] : tokens;
    }
}
