using System.Text;
using System.Text.Json;
using Pipeline.Domain.Layout;

namespace Pipeline.Domain.Tests.Layout;

public sealed class LayoutCodecTests
{
    private static readonly DocumentLayout Sample = new(
    [
        new Page(1, 612, 792.5, 90, PageSource.Text,
        [
            new Block([new Word("“Größe”", new Box(1.25, -3.01, 40000.5, 22), 0), new Word("\U0001D400<&\"\\\u0007", null, 1)]),
            new Block([]),
        ]),
        new Page(2, 1, 2, 270, PageSource.Ocr, [new Block([new Word("scan", new Box(0, 0, 1, 1), 3, 0.125), new Word("x", null, 3)])]),
        new Page(3, 0, 0, 0, PageSource.Text, []),
    ]);

    [Fact]
    public void A_layout_comes_back_as_it_was()
    {
        var stored = LayoutCodec.Decode(LayoutCodec.Encode(Sample, "pdf@7"));
        Assert.Equal("pdf@7", stored.Reader);
        Assert.Equal(JsonSerializer.Serialize(Sample), JsonSerializer.Serialize(stored.Layout));
    }

    [Fact]
    public void Coordinates_are_kept_to_a_hundredth_of_a_point()
    {
        var layout = new DocumentLayout([new Page(1, 1, 1, 0, PageSource.Text, [new Block([new Word("a", new Box(1.004, 2.006, 3.3333, -4.999), 0)])])]);
        var box = LayoutCodec.Decode(LayoutCodec.Encode(layout, "r")).Layout.Pages[0].Blocks[0].Words[0].Box;
        Assert.Equal(new Box(1, 2.01, 3.33, -5), box);
    }

    [Fact]
    public void A_word_of_100_kB_comes_back()
    {
        var word = new string('x', 100_000);
        var layout = new DocumentLayout([new Page(1, 1, 1, 0, PageSource.Text, [new Block([new Word(word, null, 0)])])]);
        Assert.Equal(word, LayoutCodec.Decode(LayoutCodec.Encode(layout, "r")).Layout.Pages[0].Blocks[0].Words[0].Text);
    }

    [Fact]
    public void The_same_layout_gives_the_same_bytes() => Assert.Equal(LayoutCodec.Encode(Sample, "r"), LayoutCodec.Encode(Sample, "r"));

    public static TheoryData<byte[]> Foreign()
    {
        var good = LayoutCodec.Encode(Sample, "r");
        return new TheoryData<byte[]>
        {
            Array.Empty<byte>(),
            Encoding.UTF8.GetBytes("not gzip"),
            good[..(good.Length / 2)],
            Zip("null"),
            Zip("{}"),
            Zip("{\"v\":2,\"reader\":\"r\",\"pages\":[]}"),
            Zip("{\"v\":1,\"reader\":\"r\",\"pages\":[{\"n\":1,\"b\":[{\"t\":[\"a\"],\"l\":[]}]}]}"),
            Zip("{\"v\":1,\"reader\":\"r\",\"pages\":[{\"n\":1,\"b\":[{\"t\":[\"a\"],\"l\":[0],\"x\":[[1,2]]}]}]}"),
        };
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Bytes_that_are_no_layout_of_this_format_are_refused(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => LayoutCodec.Decode(bytes));

    private static byte[] Zip(string json)
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes(json));
        }

        return bytes.ToArray();
    }
}
