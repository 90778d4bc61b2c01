using System.Runtime.CompilerServices;
using System.Text.Json;
using Pipeline.Domain.Grounding;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Segmentation;
using Pipeline.Workers.Reading;

namespace Pipeline.Workers.Tests.Reading;

public sealed class RealContractTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private static string Documents => Path.Combine(DataFactAttribute.Folder, "kleister-nda", "documents");

    [DataFact]
    public async Task Every_word_of_a_contract_stands_in_its_sentences_in_order()
    {
        foreach (var path in Sample(12))
        {
            var layout = await fixture.ReadAsync(path);
            var expected = layout.Pages.SelectMany(page => page.Blocks.SelectMany((block, index) => block.Words.Select(word => new WordReference(page.Number, index, word))));
            Assert.Equal(expected, SentenceSegmenter.Segment(layout).SelectMany(sentence => sentence.Words));
            Assert.All(ReadingFixture.Words(layout), word => Assert.False(word.Text.Length == 0 || word.Text.Any(char.IsWhiteSpace)));
        }
    }

    [DataFact]
    public async Task A_stored_layout_gives_the_same_sentences_and_boxes()
    {
        foreach (var path in Sample(4))
        {
            var layout = await fixture.ReadAsync(path);
            var stored = LayoutCodec.Decode(LayoutCodec.Encode(layout, PdfReader.Version)).Layout;
            Assert.Equal(JsonSerializer.Serialize(layout), JsonSerializer.Serialize(stored));
        }
    }

    [DataFact]
    public async Task Evidence_boxes_cover_the_ink_of_a_contracts_first_page()
    {
        foreach (var path in Sample(4))
        {
            var layout = await fixture.ReadAsync(path);
            var evidence = SentenceSegmenter.Segment(layout).SelectMany(EvidenceLocator.Locate).Where(entry => entry.Page == 1);
            var boxes = evidence.SelectMany(entry => entry.Boxes).Select(box => new Box(box[0], box[1], box[2], box[3])).ToList();
            var image = await PageImage.RenderAsync(path, 1);
            // Rules and logos are ink without words.
            Assert.True(image.Without(boxes).CountInk() < image.CountInk() * 0.1, $"{image.Without(boxes).CountInk()} of {image.CountInk()}");
        }
    }

    [DataFact]
    public async Task Blocks_are_those_that_the_model_was_trained_on()
    {
        var cases = (await File.ReadAllLinesAsync(Vectors())).Select(line => JsonDocument.Parse(line).RootElement).Where(item => item.TryGetProperty("source", out _)).ToList();
        Assert.NotEmpty(cases);
        foreach (var item in cases)
        {
            var expected = item.GetProperty("blocks").Deserialize<string[][]>()!;
            var layout = await fixture.ReadAsync(Path.Combine(Documents, item.GetProperty("source").GetString()!));
            var blocks = layout.Pages.SelectMany(page => page.Blocks).Select(block => block.Words.Select(word => word.Text).ToArray());
            // A case leaves out the page's running head and the exhibit's number.
            Assert.Equal(expected, blocks.Skip(2).Take(expected.Length));
        }
    }

    private static string Vectors([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "Domain.Tests", "Segmentation", "sentence-vectors.jsonl");

    private static IEnumerable<string> Sample(int count)
    {
        var all = Directory.GetFiles(Documents, "*.pdf").Order(StringComparer.Ordinal).ToArray();
        return Enumerable.Range(0, count).Select(i => all[i * all.Length / count]);
    }
}
