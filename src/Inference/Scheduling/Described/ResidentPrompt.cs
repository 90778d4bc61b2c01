namespace Pipeline.Inference.Scheduling.Described;

/// <summary>The one prompt prefix that a lane keeps in its cache, in the sequence 0: prefilled by its steps like everything else, so that its tokens count as progress.</summary>
internal sealed class ResidentPrompt
{
    public const int Sequence = 0;

    private DescribedPrompt? _prompt;

    public int Length => _prompt?.Prefix.Length ?? 0;

    private int Fed { get; set; }

    public bool IsFed => Fed == Length;

    public bool Is(DescribedPrompt prompt) => _prompt?.Key == prompt.Key;

    public void Replace(DescribedPrompt prompt) => (_prompt, Fed) = (prompt, 0);

    /// <summary>The next token to feed.</summary>
    public int Take(out int position)
    {
        position = Fed++;
        return _prompt!.Prefix[position];
    }
}
