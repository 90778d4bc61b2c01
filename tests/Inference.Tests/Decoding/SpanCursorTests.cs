using System.Text;
using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Tests.Decoding;

public sealed class SpanCursorTests
{
    [Fact]
    public void Where_a_text_stands_twice_the_first_place_is_the_value()
    {
        var sentence = new EscapedSentence("an old man, a man", ByteVocabulary.Ascii);

        var cursor = Write(Start(sentence), "man");

        Assert.True(cursor.CanEnd);
        Assert.Equal((7, 3), cursor.Span());
        Assert.Equal((14, 3), Write(Start(sentence, after: 7), "man").Span());
    }

    [Fact]
    public void Only_the_bytes_of_the_sentence_continue_a_value()
    {
        var cursor = Start(new EscapedSentence("man may mix", ByteVocabulary.Ascii));

        Assert.Equal("m", Offered(cursor));
        Assert.Equal("ai", Offered(Write(cursor, "m")));
        Assert.Equal("ny", Offered(Write(cursor, "a")));
        Assert.False(cursor.CanEnd);
        Assert.Equal(" ", Offered(Write(cursor, "n")));
        Assert.True(cursor.CanEnd);
        // After a space a value goes on; it cannot end.
        Assert.False(Write(cursor, " ").CanEnd);
        Assert.Equal("", Offered(Write(cursor, "may mix")));
    }

    [Fact]
    public void A_value_that_the_sentence_ends_is_not_cut()
    {
        var cursor = Write(Start(new EscapedSentence("ab cd", ByteVocabulary.Ascii), limit: 5), "ab cd");

        Assert.True(cursor.CanEnd);
        Assert.False(cursor.IsCut);
    }

    [Fact]
    public void At_the_limit_the_last_legal_end_is_taken_and_flagged()
    {
        var cursor = Write(Start(new EscapedSentence("ab cd ef", ByteVocabulary.Ascii), limit: 5), "ab cd");

        Assert.True(cursor.CanEnd);
        Assert.True(cursor.IsCut);
        Assert.False(cursor.HasNext);
    }

    [Fact]
    public void A_next_word_that_does_not_fit_ends_the_value_early_and_flags_it()
    {
        // Two tokens are left and the next word takes five: the value ends with tokens to spare.
        var cursor = Write(Start(new EscapedSentence("ab cdef", ByteVocabulary.Ascii), limit: 4), "ab");

        Assert.True(cursor.CanEnd);
        Assert.False(cursor.HasNext);
        Assert.True(cursor.IsCut);
    }

    [Fact]
    public void A_value_far_from_the_limit_is_not_cut()
    {
        var cursor = Start(new EscapedSentence("ab cd ef", ByteVocabulary.Ascii));

        Assert.False(cursor.IsCut);
        Assert.False(Write(cursor, "ab cd").IsCut);
    }

    [Fact]
    public void A_word_of_more_tokens_than_the_limit_starts_no_value()
    {
        var sentence = new EscapedSentence(new string('x', 49) + " y", ByteVocabulary.Ascii);

        Assert.Equal("y", Offered(Start(sentence)));
    }

    [Fact]
    public void A_text_can_be_written_with_any_of_its_tokens()
    {
        var sentence = new EscapedSentence("Ohio", ByteVocabulary.Of("O", "Oh", "Ohio", "h", "i", "o", "io", "Ohi"));
        var cursor = Start(sentence);

        Assert.Equal([0, 1, 2, 7], Next(cursor));
        cursor.Take(1);
        cursor.Take(6);
        Assert.Equal((0, 4), cursor.Span());
    }

    [Fact]
    public void A_cursor_that_wrote_a_value_starts_afresh_and_allocates_no_more()
    {
        var sentence = new EscapedSentence("ab cd ef", ByteVocabulary.Ascii);
        var cursor = Write(Start(sentence, limit: 5), "ab cd");
        Assert.True(cursor.IsCut);
        var room = new int[16];
        var before = GC.GetAllocatedBytesForCurrentThread();

        cursor.Start(sentence, after: 2, limit: 48);
        var offered = cursor.Next(room);
        cursor.Take('c');
        cursor.Take('d');

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(("ce", false), (string.Concat(room[..offered].Select(t => (char)t)), cursor.IsCut));
        Assert.Equal((3, 2), cursor.Span());
    }

    private static SpanCursor Start(EscapedSentence sentence, int after = -1, int limit = 48)
    {
        var cursor = new SpanCursor();
        cursor.Start(sentence, after, limit);
        return cursor;
    }

    private static SpanCursor Write(SpanCursor cursor, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            Assert.Contains(b, Next(cursor));
            cursor.Take(b);
        }

        return cursor;
    }

    private static string Offered(SpanCursor cursor) => string.Concat(Next(cursor).Select(k => (char)k));

    private static int[] Next(SpanCursor cursor)
    {
        var tokens = new int[cursor.MostNext];
        return tokens[..cursor.Next(tokens)];
    }
}
