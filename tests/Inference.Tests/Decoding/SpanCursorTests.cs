using System.Text;
using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Tests.Decoding;

public sealed class SpanCursorTests
{
    [Fact]
    public void Where_a_text_stands_twice_the_first_place_is_the_value()
    {
        var sentence = new EscapedSentence("an old man, a man", ByteVocabulary.Ascii);

        var cursor = Write(SpanCursor.Start(sentence, after: -1, limit: 48), "man");

        Assert.True(cursor.CanEnd);
        Assert.Equal((7, 3), cursor.Span());
        Assert.Equal((14, 3), Write(SpanCursor.Start(sentence, after: 7, limit: 48), "man").Span());
    }

    [Fact]
    public void Only_the_bytes_of_the_sentence_continue_a_value()
    {
        var cursor = SpanCursor.Start(new EscapedSentence("man may mix", ByteVocabulary.Ascii), -1, 48);

        Assert.Equal("m", Offered(cursor));
        Assert.Equal("ai", Offered(Write(cursor, "m")));
        Assert.Equal("ny", Offered(Write(cursor, "ma")));
        Assert.False(Write(cursor, "ma").CanEnd);
        Assert.Equal(" ", Offered(Write(cursor, "man")));
        // After a space a value goes on; it cannot end.
        Assert.False(Write(cursor, "man ").CanEnd);
        Assert.Equal("", Offered(Write(cursor, "man may mix")));
    }

    [Fact]
    public void A_value_that_the_sentence_ends_is_not_cut()
    {
        var cursor = Write(SpanCursor.Start(new EscapedSentence("ab cd", ByteVocabulary.Ascii), -1, 5), "ab cd");

        Assert.True(cursor.CanEnd);
        Assert.False(cursor.IsCut);
    }

    [Fact]
    public void At_the_limit_the_last_legal_end_is_taken_and_flagged()
    {
        var cursor = Write(SpanCursor.Start(new EscapedSentence("ab cd ef", ByteVocabulary.Ascii), -1, 5), "ab cd");

        Assert.True(cursor.CanEnd);
        Assert.True(cursor.IsCut);
        Assert.Empty(cursor.Next());
    }

    [Fact]
    public void A_next_word_that_does_not_fit_ends_the_value_early_and_flags_it()
    {
        // Two tokens are left and the next word takes five: the value ends with tokens to spare.
        var cursor = Write(SpanCursor.Start(new EscapedSentence("ab cdef", ByteVocabulary.Ascii), -1, 4), "ab");

        Assert.True(cursor.CanEnd);
        Assert.Empty(cursor.Next());
        Assert.True(cursor.IsCut);
    }

    [Fact]
    public void A_value_far_from_the_limit_is_not_cut()
    {
        var cursor = SpanCursor.Start(new EscapedSentence("ab cd ef", ByteVocabulary.Ascii), -1, 48);

        Assert.False(cursor.IsCut);
        Assert.False(Write(cursor, "ab cd").IsCut);
    }

    [Fact]
    public void A_word_of_more_tokens_than_the_limit_starts_no_value()
    {
        var sentence = new EscapedSentence(new string('x', 49) + " y", ByteVocabulary.Ascii);

        Assert.Equal("y", Offered(SpanCursor.Start(sentence, -1, 48)));
    }

    [Fact]
    public void A_text_can_be_written_with_any_of_its_tokens()
    {
        var sentence = new EscapedSentence("Ohio", ByteVocabulary.Of("O", "Oh", "Ohio", "h", "i", "o", "io", "Ohi"));
        var cursor = SpanCursor.Start(sentence, -1, 48);

        Assert.Equal([0, 1, 2, 7], cursor.Next().Keys);
        Assert.Equal((0, 4), cursor.After(cursor.Next()[1]).After(cursor.After(cursor.Next()[1]).Next()[6]).Span());
    }

    private static SpanCursor Write(SpanCursor cursor, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            cursor = cursor.After(cursor.Next()[b]);
        }

        return cursor;
    }

    private static string Offered(SpanCursor cursor) => string.Concat(cursor.Next().Keys.Select(k => (char)k));
}
