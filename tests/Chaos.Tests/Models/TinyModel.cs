using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Chaos.Tests.Models;

/// <summary>A Llama of one layer with random weights, the same for the same seed. It reads a page in milliseconds and understands nothing:
/// with it the way of a document is judged, never what was found.</summary>
internal static class TinyModel
{
    private const int Width = 32;
    private const int Hidden = 64;

    // Everything else is spelled in bytes.
    private static readonly string[] Pieces = [.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\":,{}._-()".Select(c => $"{c}"), "the", "of", "and", "Agreement", "field", "value"];

    // How much likelier the end of an answer is than anything else after a sentence: about one sentence in ten has a finding.
    private const float Silence = 0.4f;

    /// <summary>A model file, and the card that names it.</summary>
    /// <param name="folder">Where both go.</param>
    /// <param name="name">The card is <c>NAME.card.json</c>.</param>
    /// <param name="fields">What it claims to know.</param>
    public static void Write(string folder, string name, IReadOnlyList<string> fields, int seed)
    {
        var file = Path.Combine(folder, name + ".gguf");
        var tokens = Tokens();
        var lineFeed = tokens.FindIndex(token => token.Text == "<0x0A>");
        var random = new Random(seed);
        var noise = (int rows, int columns, double scale) => Enumerable.Range(0, rows * columns).Select(_ => (float)(scale * ((random.NextDouble() * 2) - 1))).ToArray();
        var ones = Enumerable.Repeat(1f, Width).ToArray();
        Metadata(tokens)
            .WithTensor("token_embd.weight", First(noise(tokens.Count, Width, 1), _ => 8), Width, tokens.Count)
            .WithTensor("output_norm.weight", ones, Width)
            .WithTensor("output.weight", First(noise(tokens.Count, Width, 0.3), token => token == lineFeed ? Silence : 0), Width, tokens.Count)
            .WithTensor("blk.0.attn_norm.weight", ones, Width)
            .WithTensor("blk.0.ffn_norm.weight", ones, Width)
            .WithTensor("blk.0.attn_q.weight", noise(Width, Width, 0.2), Width, Width)
            .WithTensor("blk.0.attn_k.weight", noise(Width, Width, 0.2), Width, Width)
            .WithTensor("blk.0.attn_v.weight", noise(Width, Width, 0.2), Width, Width)
            .WithTensor("blk.0.attn_output.weight", Silent(noise(Width, Width, 0.2), Width), Width, Width)
            .WithTensor("blk.0.ffn_gate.weight", noise(Width, Hidden, 0.2), Width, Hidden)
            .WithTensor("blk.0.ffn_up.weight", noise(Width, Hidden, 0.2), Width, Hidden)
            .WithTensor("blk.0.ffn_down.weight", Silent(noise(Width, Hidden, 0.2), Hidden), Hidden, Width)
            .Save(file);
        TinyCard.Write(Path.Combine(folder, name + ".card.json"), file, fields);
    }

    // The first dimension is the same in every state, so that its weights are biases.
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

    private static GgufFile Metadata(List<(string Text, int Type)> tokens) => new GgufFile()
        .With("general.architecture", "llama").With("general.name", "Random Llama").With("general.license", "cc0-1.0")
        .With("llama.context_length", 4096).With("llama.embedding_length", Width).With("llama.block_count", 1).With("llama.feed_forward_length", Hidden)
        .With("llama.attention.head_count", 2).With("llama.attention.layer_norm_rms_epsilon", 1e-5f).With("llama.rope.dimension_count", Width / 2)
        .With("tokenizer.ggml.model", "llama").With("tokenizer.ggml.tokens", [.. tokens.Select(token => token.Text)])
        .With("tokenizer.ggml.scores", [.. tokens.Select((token, i) => token.Type == 1 ? token.Text.Length - (i * 0.001f) : 0f)])
        .With("tokenizer.ggml.token_type", [.. tokens.Select(token => token.Type)])
        .With("tokenizer.ggml.unknown_token_id", 0).With("tokenizer.ggml.bos_token_id", 1).With("tokenizer.ggml.eos_token_id", 2)
        // A line feed has to be one token, without a space before it.
        .With("tokenizer.ggml.add_bos_token", true).With("tokenizer.ggml.add_space_prefix", false);

    // llama_token_type: 1 normal, 2 unknown, 3 control, 6 byte.
    private static List<(string Text, int Type)> Tokens() =>
        [("<unk>", 2), ("<s>", 3), ("</s>", 3), .. Enumerable.Range(0, 256).Select(b => ($"<0x{b:X2}>", 6)), ("\u2581", 1), .. Pieces.Select(piece => (piece, 1))];
}
