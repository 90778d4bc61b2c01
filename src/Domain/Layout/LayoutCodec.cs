using System.IO.Compression;
using System.Text.Json;

namespace Pipeline.Domain.Layout;

/// <summary>The stored form of a layout: gzip over compact JSON. Text comes back exactly; coordinates come back to 0.01 point, confidences to 0.001.</summary>
public static class LayoutCodec
{
    private const int Format = 1;
    private const double PerPoint = 100;
    private const double PerConfidence = 1000;

    /// <param name="reader">Version of the reader that made the layout, such as <c>pdf@1</c>.</param>
    public static byte[] Encode(DocumentLayout layout, string reader)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(zip, new LayoutDto(Format, reader, [.. layout.Pages.Select(ToDto)]), LayoutJsonContext.Default.LayoutDto);
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a layout of this format: it has to be read again.</exception>
    public static StoredLayout Decode(byte[] bytes)
    {
        try
        {
            using var zip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var dto = JsonSerializer.Deserialize(zip, LayoutJsonContext.Default.LayoutDto);
            return dto is { V: Format }
                ? new StoredLayout(dto.Reader, new DocumentLayout([.. dto.Pages.Select(FromDto)]))
                : throw new InvalidDataException("The stored layout has another format.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            throw new InvalidDataException("The stored layout is damaged.", error);
        }
    }

    private static PageDto ToDto(Page page) =>
        new(page.Number, page.Width, page.Height, page.Rotation, page.Source == PageSource.Ocr, [.. page.Blocks.Select(ToDto)]);

    private static Page FromDto(PageDto page) =>
        new(page.N, page.W, page.H, page.R, page.Ocr ? PageSource.Ocr : PageSource.Text, [.. page.B.Select(FromDto)]);

    private static BlockDto ToDto(Block block) =>
        new(
            [.. block.Words.Select(word => word.Text)],
            [.. block.Words.Select(word => word.Line)],
            block.Words.All(word => word.Box is null) ? null : [.. block.Words.Select(word => word.Box is { } box ? Scale(box) : null)],
            block.Words.All(word => word.Confidence is null) ? null : [.. block.Words.Select(word => Scale(word.Confidence, PerConfidence))],
            block.Words.All(word => !word.Hidden) ? null : [.. block.Words.Index().Where(word => word.Item.Hidden).Select(word => word.Index)]);

    private static Block FromDto(BlockDto block)
    {
        var words = new Word[block.T.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = new Word(block.T[i], block.X?[i] is { } box ? Unscale(box) : null, block.L[i], block.C?[i] / PerConfidence);
        }

        foreach (var hidden in block.H ?? [])
        {
            words[hidden] = words[hidden] with { Hidden = true };
        }

        return new Block(words);
    }

    private static long[] Scale(Box box) => [Hundredths(box.X0), Hundredths(box.Y0), Hundredths(box.X1), Hundredths(box.Y1)];

    private static Box Unscale(long[] box) => new(box[0] / PerPoint, box[1] / PerPoint, box[2] / PerPoint, box[3] / PerPoint);

    private static long Hundredths(double points) => (long)Math.Round(points * PerPoint);

    private static int? Scale(double? value, double factor) => value is { } number ? (int)Math.Round(number * factor) : null;
}
