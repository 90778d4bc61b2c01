using System.Text;
using Pipeline.Inference.Native;

namespace Pipeline.Inference.Models;

/// <summary>The tokens of a model: text to tokens, and each token's bytes.</summary>
internal sealed unsafe class Vocabulary
{
    // enum llama_token_attr
    private const int AttributeUnknown = 1;
    private const int AttributeUnused = 1 << 1;
    private const int AttributeControl = 1 << 3;
    private const int AttributeUserDefined = 1 << 4;
    private const int AttributeByte = 1 << 5;

    private readonly ModelHandle _model;
    private readonly nint _vocabulary;

    internal Vocabulary(ModelHandle model)
    {
        _model = model;
        _vocabulary = NativeMethods.GetVocabulary(model);
        Count = NativeMethods.TokenCount(_vocabulary);
        Trie = new TokenTrie(WritableTokens());
    }

    public int Count { get; }

    /// <summary>All tokens that can stand in a value, by their bytes.</summary>
    public TokenTrie Trie { get; }

    /// <summary>enum llama_vocab_type of include/llama.h.</summary>
    public VocabularyKind Kind => (VocabularyKind)NativeMethods.VocabularyType(_vocabulary);

    /// <summary>The token that every prompt of this model starts with, or null.</summary>
    public int? Begin => NativeMethods.AddsBeginOfSequence(_vocabulary) != 0 && NativeMethods.BeginOfSequence(_vocabulary) is >= 0 and var token ? token : null;

    /// <summary>Whether a token stands for text of its own, and not for a turn, an end or anything else that only a template may write.</summary>
    public bool IsPlain(int token) =>
        (NativeMethods.GetTokenAttributes(_vocabulary, token) & (AttributeUnknown | AttributeUnused | AttributeControl | AttributeUserDefined)) == 0;

    /// <summary>Tokens of <paramref name="text"/> alone: no special token is added, and none is read out of the text, so a document cannot smuggle one in.</summary>
    public int[] Tokenize(string text) => Tokenize(text, parseSpecial: false);

    /// <param name="parseSpecial">Reads special tokens out of the text: for the parts of a chat template only.</param>
    public int[] Tokenize(string text, bool parseSpecial)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length == 0)
        {
            return [];
        }

        var tokens = new int[bytes.Length + 8];
        using var alive = new Reference(_model);
        fixed (byte* source = bytes)
        {
            fixed (int* target = tokens)
            {
                var count = NativeMethods.Tokenize(_vocabulary, source, bytes.Length, target, tokens.Length, addSpecial: 0, parseSpecial: parseSpecial ? (byte)1 : (byte)0);
                return count >= 0 ? tokens[..count] : throw new InvalidOperationException($"llama_tokenize wants {-count} tokens for {bytes.Length} bytes.");
            }
        }
    }

    /// <summary>The bytes that a token writes.</summary>
    public byte[] Bytes(int token) => Piece(token, special: 0);

    /// <summary>The bytes that a token is written as in text, special tokens too.</summary>
    public byte[] Spelled(int token) => Piece(token, special: 1);

    private byte[] Piece(int token, byte special)
    {
        using var alive = new Reference(_model);
        Span<byte> buffer = stackalloc byte[512];
        fixed (byte* target = buffer)
        {
            var length = NativeMethods.TokenToPiece(_vocabulary, token, target, buffer.Length, leftStrip: 0, special);
            return length <= 0 ? [] : buffer[..length].ToArray();
        }
    }

    /// <summary>The vocabulary is part of the model: it must not be freed by another thread while we read in it.</summary>
    private readonly ref struct Reference
    {
        private readonly ModelHandle _model;

        public Reference(ModelHandle model)
        {
            var referenced = false;
            model.DangerousAddRef(ref referenced);
            _model = model;
        }

        public void Dispose() => _model.DangerousRelease();
    }

    private List<(int Token, byte[] Bytes)> WritableTokens()
    {
        var normal = new List<(int Token, byte[] Bytes)>(Count);
        var fallback = new List<(int Token, byte[] Bytes)>();
        for (var token = 0; token < Count; token++)
        {
            if (!IsPlain(token))
            {
                continue;
            }

            var bytes = Bytes(token);
            // 0xFF is no byte of UTF-8. EscapedSentence puts it where text is not valid Unicode, for no token to write.
            if (bytes.Length > 0 && !bytes.Contains((byte)0xFF))
            {
                ((NativeMethods.GetTokenAttributes(_vocabulary, token) & AttributeByte) != 0 ? fallback : normal).Add((token, bytes));
            }
        }

        // A byte-fallback token stands in only where no normal token writes that byte (extraction.md §4c).
        var written = normal.Where(t => t.Bytes.Length == 1).Select(t => t.Bytes[0]).ToHashSet();
        normal.AddRange(fallback.Where(t => !written.Contains(t.Bytes[0])));
        return normal;
    }
}
