using System.Runtime.CompilerServices;
using System.Text.Json;
using Pipeline.Domain.Segmentation;

namespace Pipeline.Domain.Tests.Segmentation;

/// <summary>The cases that the model's training data was cut by.</summary>
public sealed class SentenceVectorTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Folder(), "sentence-vectors.jsonl"));

    public static TheoryData<int> Cases => [.. Enumerable.Range(1, Lines.Length - 1)];

    [Fact]
    public void The_file_holds_all_of_its_cases() => Assert.Equal(26, Lines.Length);

    [Fact]
    public void Each_abbreviation_of_the_model_keeps_its_sentence_going()
    {
        using var first = JsonDocument.Parse(Lines[0]);
        var listed = first.RootElement.GetProperty("abbreviations").EnumerateArray().Select(item => item.GetString()!).ToList();
        Assert.Equal(42, listed.Count);
        Assert.All(listed, word => Assert.Single(Segment($"One two three (“{word.ToUpperInvariant()}” Then more.")));
        Assert.All(listed, word => Assert.Equal(2, Segment($"One two three x{word} Then more.").Count));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_cut_as_in_training(int line)
    {
        using var document = JsonDocument.Parse(Lines[line]);
        var blocks = document.RootElement.GetProperty("blocks").Deserialize<string[][]>()!;
        var expected = document.RootElement.GetProperty("sentences").Deserialize<string[]>()!;
        Assert.Equal(expected, SentenceSegmenter.Segment(Layouts.Of(blocks)).Select(sentence => sentence.Text));
    }

    private static IReadOnlyList<Sentence> Segment(string text) => SentenceSegmenter.Segment(Layouts.Of(Layouts.Words(text)));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
