namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Width and height of an image in pixels, as its header tells.</summary>
internal readonly record struct ImageSize(int Width, int Height)
{
    public long Pixels => (long)Width * Height;
}
