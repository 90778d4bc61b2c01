namespace Pipeline.Inference.Decoding.Described;

/// <summary>A value that is being written: the places where what is written so far may end.</summary>
/// <param name="Bytes">Bytes written.</param>
/// <param name="Tokens">Whole tokens that hold a part of it.</param>
internal sealed record OpenValue(ValueSpace Space, int[] Positions, int Bytes, int Tokens)
{
    /// <summary>Whether it may end here.</summary>
    public bool CanEnd => Bytes > 0 && Array.Exists(Positions, Space.IsEnd);

    /// <summary>What it is; where the text stands twice in the sentence, the first place.</summary>
    public ValuePlace Place() => Space.Place(Positions.Where(Space.IsEnd).Min(), Bytes);
}
