namespace Pipeline.Inference.Decoding.Described;

/// <summary>Any span of the sentence between legal places.</summary>
internal sealed class FreeValues : ValueSpace
{
    private readonly EscapedSentence _sentence;

    public FreeValues(EscapedSentence sentence) => _sentence = sentence;

    public override int Length => _sentence.Length;

    public override byte ByteAt(int position) => _sentence.Bytes[position];

    public override bool IsEnd(int position) => _sentence.IsEnd(position);

    public override int FewestTokens(int position) => _sentence.FewestTokens(position);

    public override ValuePlace Place(int end, int bytes)
    {
        var start = _sentence.CharacterAt(end - bytes);
        return ValuePlace.Span(start, _sentence.CharacterAt(end) - start);
    }
}
