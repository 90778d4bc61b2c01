namespace Pipeline.Domain.Layout;

/// <summary>One page as displayed: width and height in points after <paramref name="Rotation"/> (0, 90, 180 or 270 degrees clockwise) was applied.
/// Numbers start at 1.</summary>
public sealed record Page(int Number, double Width, double Height, int Rotation, PageSource Source, IReadOnlyList<Block> Blocks);
