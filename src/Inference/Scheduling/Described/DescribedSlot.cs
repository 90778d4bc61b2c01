using Pipeline.Inference.Decoding.Described;

namespace Pipeline.Inference.Scheduling.Described;

/// <summary>A passage that is being read, with its answer.</summary>
internal sealed class DescribedSlot
{
    public DescribedSlot(Passage passage, PassageAnswer answer, int sequence, int reserved) =>
        (Passage, Answer, Sequence, Reserved) = (passage, answer, sequence, reserved);

    public Passage Passage { get; }

    public PassageAnswer Answer { get; }

    public int Sequence { get; }

    /// <summary>Cells set aside for passage and answer.</summary>
    public int Reserved { get; }

    /// <summary>Its sequence starts with the prefix.</summary>
    public bool HasPrefix { get; set; }

    /// <summary>Tokens behind the prefix that are in the cache.</summary>
    public int Fed { get; set; }

    /// <summary>Index in the running step whose logits it decides on, or -1.</summary>
    public int OutputIndex { get; set; } = -1;

    public int Pending => Passage.Tokens.Length + Answer.Tokens.Count - Fed;

    public int Token(int index) => index < Passage.Tokens.Length ? Passage.Tokens[index] : Answer.Tokens[index - Passage.Tokens.Length];
}
