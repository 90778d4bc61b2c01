namespace Pipeline.Inference.Decoding;

/// <summary>Room that the answers of one lane use in turns, so that no token of theirs costs an allocation. One thread uses it.</summary>
internal sealed class DecodingMemory
{
    private readonly Stack<SpanCursor> _cursors = [];
    private int[] _tokens = new int[256];
    private double[] _logProbabilities = new double[256];

    /// <summary>Room for the allowed tokens of the next decision; whoever asks again writes over it.</summary>
    public Span<int> Tokens(int most)
    {
        if (_tokens.Length < most)
        {
            _tokens = new int[most * 2];
            _logProbabilities = new double[most * 2];
        }

        return _tokens.AsSpan(0, most);
    }

    /// <summary>Decides between the first <paramref name="count"/> of <see cref="Tokens"/>; good until the next decision.</summary>
    public Decision Decide(scoped ReadOnlySpan<float> logits, int count) => Decision.Of(logits, _tokens.AsSpan(0, count), _logProbabilities);

    public SpanCursor TakeCursor() => _cursors.TryPop(out var cursor) ? cursor : new SpanCursor();

    /// <summary>For the next value; whoever gives it back must have forgotten it.</summary>
    public void GiveBack(SpanCursor cursor) => _cursors.Push(cursor);
}
