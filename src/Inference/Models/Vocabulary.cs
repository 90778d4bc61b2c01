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

    /// <summary>Tokens of <paramref name="text"/> alone: no special token is added, and none is read out of the text, so a document cannot smuggle one in.</summary>
    public int[] Tokenize(string text)
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
                var count = NativeMethods.Tokenize(_vocabulary, source, bytes.Length, target, tokens.Length, addSpecial: 0, parseSpecial: 0);
                return count >= 0 ? tokens[..count] : throw new InvalidOperationException($"llama_tokenize wants {-count} tokens for {bytes.Length} bytes.");
            }
        }
    }

    /// <summary>The bytes that a token writes.</summary>
    public byte[] Bytes(int token)
    {
        using var alive = new Reference(_model);
        Span<byte> buffer = stackalloc byte[512];
        fixed (byte* target = buffer)
        {
            var length = NativeMethods.TokenToPiece(_vocabulary, token, target, buffer.Length, leftStrip: 0, special: 0);
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
            var attributes = NativeMethods.GetTokenAttributes(_vocabulary, token);
            if ((attributes & (AttributeUnknown | AttributeUnused | AttributeControl | AttributeUserDefined)) != 0)
            {
                continue;
            }

            var bytes = Bytes(token);
            if (bytes.Length > 0)
            {
                ((attributes & AttributeByte) != 0 ? fallback : normal).Add((token, bytes));
            }
        }

        // A byte-fallback token stands in only where no normal token writes that byte (extraction.md §4c).
        var written = normal.Where(t => t.Bytes.Length == 1).Select(t => t.Bytes[0]).ToHashSet();
        normal.AddRange(fallback.Where(t => !written.Contains(t.Bytes[0])));
        return normal;
    }
}
