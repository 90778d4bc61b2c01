using System.Text.Json;
using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Tests.Decoding;

public sealed class EscapedSentenceTests
{
    [Theory]
    [InlineData("Acme", "Acme")]
    [InlineData("a \"b\" \\c", "a \\\"b\\\" \\\\c")]
    [InlineData("\b\t\n\f\r", "\\b\\t\\n\\f\\r")]
    [InlineData("\u0001\u001f\u007f\u2028", "\\u0001\\u001f\u007f\u2028")]
    [InlineData("é😀", "é😀")]
    public void A_value_is_escaped_as_JSON_asks_and_no_further(string value, string escaped)
    {
        Assert.Equal(escaped, EscapedSentence.Escape(value));
        Assert.Equal(value, JsonSerializer.Deserialize<string>($"\"{escaped}\""));
    }

    [Fact]
    public void A_value_starts_at_a_character_that_is_no_space_and_not_within_a_word()
    {
        Assert.Equal([0, 4, 5, 6, 8, 9], Starts("two (2) -x", -1));
        Assert.Equal([5, 6, 8, 9], Starts("two (2) -x", 4));
    }

    [Fact]
    public void A_value_ends_outside_of_words_and_not_after_a_space()
    {
        Assert.Equal([3, 5, 6, 7, 9, 10], Ends("two (2) -x"));
        Assert.Equal([1], Ends("a "));
        Assert.Equal([], Ends(" "));
        Assert.Equal([], Ends(""));
    }

    [Fact]
    public void Letters_and_numbers_of_any_script_are_words_and_combining_marks_are_not()
    {
        Assert.Equal([2], Ends("½Ⅷ"));
        Assert.Equal([2], Ends("漢字"));
        Assert.Equal([1, 2], Ends("e\u0301"));
        Assert.Equal([2, 4], Ends("😀😀"));
    }

    [Fact]
    public void Places_are_characters_of_the_sentence_and_not_of_its_escaped_form()
    {
        var sentence = new EscapedSentence("\"\u0001\" b", ByteVocabulary.Ascii);

        Assert.Equal("\\\"\\u0001\\\" b".Length, sentence.Length);
        Assert.Equal([0, 1, 2, 4], sentence.Starts(-1, 48).Select(sentence.CharacterAt));
        // Within an escape nothing starts and nothing ends.
        Assert.All([1, 3, 4, 5, 6, 7, 9], p => Assert.False(sentence.IsStart(p) || sentence.IsEnd(p)));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_never_part_of_a_value()
    {
        var sentence = new EscapedSentence("ab \ud83d cd", ByteVocabulary.Ascii);

        Assert.Equal([0, 5], sentence.Starts(-1, 48).Select(sentence.CharacterAt));
        Assert.Empty(sentence.MatchesAt(3).ToArray());
    }

    [Fact]
    public void A_byte_without_a_token_is_never_crossed()
    {
        var sentence = new EscapedSentence("ab é cd", ByteVocabulary.Ascii);

        Assert.Equal([0, 5], sentence.Starts(-1, 48).Select(sentence.CharacterAt));
        Assert.Equal(EscapedSentence.Unreachable, sentence.FewestTokens(3));
    }

    [Fact]
    public void The_fewest_tokens_to_an_end_are_counted_over_all_ways_to_write_it()
    {
        var sentence = new EscapedSentence("abcde", ByteVocabulary.Of("a", "b", "c", "d", "e", "bcd", "cde"));

        Assert.Equal([3, 2, 1, 2, 1, 0], Enumerable.Range(0, 6).Select(sentence.FewestTokens));
        Assert.Empty(sentence.Starts(-1, 2));
        Assert.Equal([0], sentence.Starts(-1, 3));
    }

    private static IEnumerable<int> Starts(string text, int after)
    {
        var sentence = new EscapedSentence(text, ByteVocabulary.Ascii);
        return sentence.Starts(after, 48).Select(sentence.CharacterAt);
    }

    private static IEnumerable<int> Ends(string text)
    {
        var sentence = new EscapedSentence(text, ByteVocabulary.Ascii);
        return Enumerable.Range(0, sentence.Length + 1).Where(sentence.IsEnd).Select(sentence.CharacterAt);
    }
}
