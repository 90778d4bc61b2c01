using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Scheduling;

/// <summary>An answer path with its place in the KV cache.</summary>
internal sealed class Branch
{
    public Branch(Trunk trunk, AnswerPath path, int position)
    {
        Trunk = trunk;
        Path = path;
        Position = position;
    }

    public Trunk Trunk { get; }

    public AnswerPath Path { get; }

    /// <summary>Position of the path's first token: right after the sentence's line feed.</summary>
    public int Position { get; }

    /// <summary>Sequence id, or -1 while it waits for one.</summary>
    public int Sequence { get; set; } = -1;

    /// <summary>How many of the path's tokens are in the cache.</summary>
    public int Fed { get; set; }

    /// <summary>Index in the running step whose logits it decides on, or -1.</summary>
    public int OutputIndex { get; set; } = -1;

    public int Pending => Path.Tokens.Count - Fed;
}
