using Pipeline.Domain.Grounding;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Segmentation;

namespace Pipeline.Domain.Tests.Grounding;

public sealed class EvidenceLocatorTests
{
    // Page 1, block 0: line 0 "State of", line 1 "New"; page 2, block 3: line 0 "York, that".
    private static readonly Sentence Sentence = new("State of New York, that",
    [
        Place(1, 0, "State", 0, new Box(10, 10, 40, 20)),
        Place(1, 0, "of", 0, new Box(45, 9, 55, 20)),
        Place(1, 0, "New", 1, new Box(10, 30, 30, 40)),
        Place(2, 3, "York,", 0, new Box(70, 10, 90, 20)),
        Place(2, 3, "that", 0, new Box(95, 11, 110, 22)),
    ]);

    [Fact]
    public void A_value_over_two_lines_has_a_box_for_each()
    {
        var entry = Assert.Single(EvidenceLocator.Locate(Sentence, 0, "State of New".Length));
        Assert.Equal(1, entry.Page);
        Assert.Equal(Sentence.Text, entry.Quote);
        Assert.Equal([0, 12], entry.Span!);
        Assert.Equal([[10, 9, 55, 20], [10, 30, 30, 40]], entry.Boxes);
    }

    [Fact]
    public void A_value_over_two_pages_has_an_entry_for_each_with_the_same_quote_and_span()
    {
        var entries = EvidenceLocator.Locate(Sentence, 9, "New York".Length);
        Assert.Equal([1, 2], entries.Select(entry => entry.Page));
        Assert.All(entries, entry => Assert.Equal("New York", entry.Quote[entry.Span![0]..entry.Span[1]]));
        Assert.Equal([[10, 30, 30, 40]], entries[0].Boxes);
        Assert.Equal([[70, 10, 90, 20]], entries[1].Boxes);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(4, 1, 0)]
    [InlineData(4, 2, 0)]   // the last letter and the space behind it
    [InlineData(5, 2, 1)]   // the space before a word and its first letter
    [InlineData(22, 1, 4)]
    public void A_span_inside_a_word_takes_the_whole_word(int start, int length, int word)
    {
        var box = Sentence.Words[word].Word.Box!.Value;
        var entry = Assert.Single(EvidenceLocator.Locate(Sentence, start, length));
        Assert.Equal([box.X0, box.Y0, box.X1, box.Y1], Assert.Single(entry.Boxes));
    }

    [Fact]
    public void A_clause_is_the_whole_sentence_and_has_no_span()
    {
        var entries = EvidenceLocator.Locate(Sentence);
        Assert.All(entries, entry => Assert.Null(entry.Span));
        Assert.Equal([2, 1], entries.Select(entry => entry.Boxes.Count));
    }

    [Fact]
    public void Lines_with_the_same_number_in_two_blocks_are_two_lines()
    {
        var sentence = new Sentence("a b", [Place(1, 0, "a", 0, new Box(0, 0, 1, 1)), Place(1, 1, "b", 0, new Box(9, 9, 10, 10))]);
        Assert.Equal(2, Assert.Single(EvidenceLocator.Locate(sentence)).Boxes.Count);
    }

    [Fact]
    public void Words_without_geometry_leave_the_page_and_the_quote()
    {
        var sentence = new Sentence("a b", [Place(4, 0, "a", 0, null), Place(4, 0, "b", 0, null)]);
        var entry = Assert.Single(EvidenceLocator.Locate(sentence, 2, 1));
        Assert.Equal((4, 0), (entry.Page, entry.Boxes.Count));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 0)]
    [InlineData(0, 24)]
    [InlineData(23, 1)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, int.MaxValue)]
    public void A_span_outside_of_the_sentence_is_refused(int start, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EvidenceLocator.Locate(Sentence, start, length));

    [Fact]
    public void The_space_between_two_words_stands_nowhere() =>
        Assert.Throws<ArgumentException>(() => EvidenceLocator.Locate(Sentence, 5, 1));

    private static WordReference Place(int page, int block, string text, int line, Box? box) => new(page, block, new Word(text, box, line));
}
