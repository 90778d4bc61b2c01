using Pipeline.Domain.Segmentation;
using static Pipeline.Domain.Tests.Segmentation.Layouts;

namespace Pipeline.Domain.Tests.Segmentation;

public sealed class SentenceSegmenterTests
{
    [Theory]
    [InlineData("The fee is due. Éclair is sold.", 2)]          // upper case beyond ASCII
    [InlineData("The fee is due. éclair is sold.", 1)]
    [InlineData("The fee is due. \U0001D400lpha is sold.", 2)]   // upper case beyond the basic plane (two UTF-16 units)
    [InlineData("The fee is due. \u2160 is the first.", 2)]      // Roman numeral one: not a letter, but upper case
    [InlineData("The fee is due. \u01C5 is a title.", 1)]        // title case is not upper case
    [InlineData("The fee is due. \u00B2 is a digit.", 2)]        // superscript two is a digit
    [InlineData("The fee is due. \u00BD is none.", 1)]           // one half is not
    [InlineData("The fee is due. \u0663 is three.", 2)]          // Arabic-Indic three
    [InlineData("The fee is due. (see annex) Now.", 2)]          // a bracket opens a sentence even before lower case
    [InlineData("The fee is due. [sic] So it is.", 2)]
    [InlineData("The fee is due. “so it is” they say.", 1)]
    [InlineData("The fee is due. ( a ) first.", 1)]              // an opener alone has no head
    [InlineData("The fee is due.)” Then it ends.", 2)]
    [InlineData("He paid Acme (Inc.) Then it ended.", 1)]        // an abbreviation behind an opener
    [InlineData("He went to J.P. Morgan again.", 1)]
    [InlineData("He went to J.P Morgan again. Now then.", 2)]
    [InlineData("As stated in (3.1.2.) The rest follows.", 1)]
    [InlineData("As stated in section 3..1. The rest follows.", 2)]
    [InlineData("As stated in section \u0663. The rest follows.", 1)]
    [InlineData("As stated in section \u00B2. The rest follows.", 2)] // a digit, but not a decimal one
    [InlineData("One two three. Four", 1)]
    [InlineData("One two three four. Five", 2)]
    [InlineData("Is it a K.\u212A. Then it is one.", 1)]        // the Kelvin sign is k in lower case
    [InlineData("One two three four ). Five", 2)]
    [InlineData("One two three ) ” Five", 1)]
    public void Words_of_a_block_are_cut_where_the_rules_say(string text, int sentences) =>
        Assert.Equal(sentences, SentenceSegmenter.Segment(Of(Words(text))).Count);

    [Theory]
    [InlineData(19, ";", "next", 1)]
    [InlineData(20, ";", "next", 2)]
    [InlineData(20, ";", "Next", 2)]
    [InlineData(19, ";", "Next", 1)]
    [InlineData(20, ":", "next", 1)]
    [InlineData(20, ":", "Next", 2)]
    [InlineData(19, ":", "Next", 1)]
    [InlineData(20, ";”)", "next", 2)]
    public void Semicolons_and_colons_end_long_sentences_only(int words, string stop, string next, int sentences)
    {
        var block = Enumerable.Range(0, words - 1).Select(i => $"w{i}").Append("last" + stop).Append(next);
        Assert.Equal(sentences, SentenceSegmenter.Segment(Of([.. block])).Count);
    }

    [Theory]
    [InlineData("runs over", "the end.", true)]
    [InlineData("runs over", "The end.", false)]
    [InlineData("runs over.", "the end.", false)]
    [InlineData("runs over:", "the end.", false)]
    [InlineData("runs over.”)", "the end.", false)]
    [InlineData("runs over ,)", "the end.", true)]
    [InlineData("runs over )", "the end.", true)]
    [InlineData("runs over", "“the end.", false)]                // the first character itself decides
    [InlineData("runs over", "2 years.", false)]
    [InlineData("runs over", "\u2170) first.", true)]            // small Roman numeral one
    [InlineData("runs over", "\U0001D41Alpha.", true)]
    [InlineData("runs over", "\u00AA first.", true)]
    public void A_sentence_runs_on_over_a_boundary_only_into_lower_case(string before, string after, bool one)
    {
        Assert.Equal(one ? 1 : 2, SentenceSegmenter.Segment(Of(Words(before), Words(after))).Count);
        Assert.Equal(one ? 1 : 2, SentenceSegmenter.Segment(OfPages([Words(before)], [], [[], Words(after)])).Count);
    }

    [Fact]
    public void A_sentence_over_two_pages_knows_the_place_of_each_word()
    {
        var sentence = Assert.Single(SentenceSegmenter.Segment(OfPages([Words("Heading.")[..0], Words("It runs")], [Words("over here.")])));
        Assert.Equal([(1, 1), (1, 1), (2, 0), (2, 0)], sentence.Words.Select(word => (word.Page, word.Block)));
        Assert.Equal("It runs over here.", sentence.Text);
    }

    [Fact]
    public void A_sentence_is_cut_after_80_words_of_its_block_even_when_it_came_from_another()
    {
        var first = Enumerable.Range(0, 80).Select(i => $"w{i}").ToArray();
        var second = Enumerable.Range(80, 3).Select(i => $"w{i}").ToArray();
        Assert.Equal([81, 2], SentenceSegmenter.Segment(Of(first, second)).Select(sentence => sentence.Words.Count));
    }

    [Fact]
    public void A_document_without_words_has_no_sentences() => Assert.Empty(SentenceSegmenter.Segment(OfPages([], [[]])));

    [Fact]
    public void No_word_is_dropped_changed_or_moved_whatever_the_words_are()
    {
        string[] parts = [".", ";", ":", "?", "(", "”", "a", "B", "1.", "U.S.", "\uD800", "\U0001D400.", "“", "x;", "Y!", "...", "no.", "\u200B"];
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var pages = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, random.Next(4)).Select(_ =>
                Enumerable.Range(0, random.Next(120)).Select(_ => parts[random.Next(parts.Length)] + parts[random.Next(parts.Length)]).ToArray()).ToArray()).ToArray();
            var layout = OfPages(pages);
            var sentences = SentenceSegmenter.Segment(layout);
            Assert.Equal(
                layout.Pages.SelectMany(page => page.Blocks.SelectMany((block, index) => block.Words.Select(word => new WordReference(page.Number, index, word)))),
                sentences.SelectMany(sentence => sentence.Words));
            Assert.All(sentences, sentence => Assert.Equal(sentence.Text, string.Join(' ', sentence.Words.Select(word => word.Word.Text))));
        }
    }
}
