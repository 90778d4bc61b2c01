using Pipeline.Inference.Models;

namespace Pipeline.Inference.Tests.Setup;

/// <summary>A small Llama with random weights and a SentencePiece vocabulary with byte fallback: of no use but to be asked anything and to answer anything.</summary>
public sealed class SentencePieceModel : IDisposable
{
    // "{" and "[" are missing on purpose: answers need the byte-fallback tokens. The turn marks are user-defined tokens, as some conversions have them.
    private static readonly string[] Pieces =
    [
        "<|im_start|>", "<|im_end|>", "\u2581", "\u2581\u2581", .. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".Select(c => $"{c}"),
        .. "\"}]:,._-();$%\\".Select(c => $"{c}"), "é", "ß", "漢", "“", "”", "\u2581t", "\u2581th", "he", "\u2581the", "\u2581of", "\u2581A", "\u2581Ac", "me", "Acme", "\u2581Acme", "In", "Inc",
        "\u2581Inc", ".\"", "\"}", "\"},", "\"}]", "\"}]}", "\":", "\":\"", ",\"", "find", "findings", "ings", "sent", "ence", "sentence", "field", "value", "er", "on", "\u2581Ohio", "\u2581May", "12", "20",
    ];

    private const string Template = "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}";

    private const int Width = 64;
    private const int Hidden = 128;
    private const int Layers = 2;

    private readonly LlamaModel _model;

    public SentencePieceModel()
    {
        Path = Write("random.gguf", Template);
        _model = LlamaModel.Load(Installation.Libraries, Path, EnginePlacement.Processor);
    }

    /// <summary>Ends with the model.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("pipeline-model-").FullName;

    public string Path { get; }

    internal Vocabulary Vocabulary => _model.Vocabulary;

    internal LlamaModel Model => _model;

    /// <summary>A model that goes on finding as long as it may.</summary>
    public string WriteTalkative() => Write("talkative.gguf", Template, ending: -4);

    /// <summary>A model that writes a line feed as one token, as the inline style needs it.</summary>
    public string WriteInline() => Write("inline.gguf", Template, addsSpace: false);

    /// <summary>A model of this kind with a template of one's own; null for none.</summary>
    /// <param name="ending">How much likelier than others the tokens are that end a list: the first dimension is the same in every state, so that its weights are biases.</param>
    /// <param name="addsSpace">It puts a space before every text, as most of its kind do.</param>
    public string Write(string name, string? template, float ending = 0, bool addsSpace = true)
    {
        var path = System.IO.Path.Combine(Folder, name);
        var random = new Random(7);
        var vocabulary = Tokens();
        var file = Metadata(vocabulary, template).With("tokenizer.ggml.add_space_prefix", addsSpace)
            .WithTensor("token_embd.weight", First(Noise(random, Width * vocabulary.Count, 1), _ => 8), Width, vocabulary.Count)
            .WithTensor("output_norm.weight", Ones(Width), Width)
            .WithTensor("output.weight", First(Noise(random, Width * vocabulary.Count, 0.4), token => vocabulary[token].Text.Contains(']', StringComparison.Ordinal) ? ending : 0), Width, vocabulary.Count);
        for (var layer = 0; layer < Layers; layer++)
        {
            file.WithTensor($"blk.{layer}.attn_norm.weight", Ones(Width), Width).WithTensor($"blk.{layer}.ffn_norm.weight", Ones(Width), Width);
            file.WithTensor($"blk.{layer}.attn_output.weight", Silent(Noise(random, Width * Width, 0.2), Width), Width, Width);
            foreach (var part in (string[])["attn_q", "attn_k", "attn_v"])
            {
                file.WithTensor($"blk.{layer}.{part}.weight", Noise(random, Width * Width, 0.2), Width, Width);
            }

            file.WithTensor($"blk.{layer}.ffn_gate.weight", Noise(random, Width * Hidden, 0.2), Width, Hidden)
                .WithTensor($"blk.{layer}.ffn_up.weight", Noise(random, Width * Hidden, 0.2), Width, Hidden)
                .WithTensor($"blk.{layer}.ffn_down.weight", Silent(Noise(random, Width * Hidden, 0.2), Hidden), Hidden, Width);
        }

        file.Save(path);
        return path;
    }

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static GgufFile Metadata(List<(string Text, int Type)> vocabulary, string? template)
    {
        var file = new GgufFile()
            .With("general.architecture", "llama").With("general.name", "Random Llama").With("general.license", "cc0-1.0")
            .With("llama.context_length", 4096).With("llama.embedding_length", Width).With("llama.block_count", Layers).With("llama.feed_forward_length", Hidden)
            .With("llama.attention.head_count", 2).With("llama.attention.layer_norm_rms_epsilon", 1e-5f).With("llama.rope.dimension_count", Width / 2)
            .With("tokenizer.ggml.model", "llama").With("tokenizer.ggml.tokens", [.. vocabulary.Select(t => t.Text)])
            .With("tokenizer.ggml.scores", [.. vocabulary.Select((t, i) => t.Type == 1 ? t.Text.Length - (i * 0.001f) : 0f)])
            .With("tokenizer.ggml.token_type", [.. vocabulary.Select(t => t.Type)])
            .With("tokenizer.ggml.unknown_token_id", 0).With("tokenizer.ggml.bos_token_id", 1).With("tokenizer.ggml.eos_token_id", 2).With("tokenizer.ggml.add_bos_token", true);
        return template is null ? file : file.With("tokenizer.chat_template", template);
    }

    // llama_token_type: 1 normal, 2 unknown, 3 control, 4 user-defined, 6 byte.
    private static List<(string Text, int Type)> Tokens() =>
    [
        ("<unk>", 2), ("<s>", 3), ("</s>", 3), .. Enumerable.Range(0, 256).Select(b => ($"<0x{b:X2}>", 6)), .. Pieces.Select(p => (p, p.StartsWith("<|", StringComparison.Ordinal) ? 4 : 1)),
    ];

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static float[] First(float[] rows, Func<int, float> value)
    {
        for (var i = 0; i < rows.Length; i += Width)
        {
            rows[i] = value(i / Width);
        }

        return rows;
    }

    /// <summary>Adds nothing to the first dimension.</summary>
    private static float[] Silent(float[] rows, int width)
    {
        rows.AsSpan(0, width).Clear();
        return rows;
    }

    private static float[] Noise(Random random, int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => (float)(scale * ((random.NextDouble() * 2) - 1)))];
}
