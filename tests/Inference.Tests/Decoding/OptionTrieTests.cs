using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Tests.Decoding;

public sealed class OptionTrieTests
{
    [Fact]
    public void Options_part_where_their_tokens_differ()
    {
        var trie = OptionTrie.Of([[7, 1, 9], [7, 2, 9], [3, 9]]);

        Assert.Equal([3, 7], trie.Tokens);
        Assert.Equal([1, 2], trie.Child(7).Tokens);
        Assert.Equal(0, trie.Child(7).Child(1).Child(9).Option);
        Assert.Equal(1, trie.Child(7).Child(2).Child(9).Option);
        Assert.Equal(2, trie.Child(3).Child(9).Option);
    }

    [Fact]
    public void An_option_that_another_goes_on_from_stops_with_its_own_literal()
    {
        // "term" and "term_length", each followed by a quote (99).
        var trie = OptionTrie.Of([[5, 99], [5, 6, 99]]);

        Assert.Equal([6, 99], trie.Child(5).Tokens);
        Assert.Equal(0, trie.Child(5).Child(99).Option);
        Assert.Equal(-1, trie.Child(5).Child(6).Option);
    }

    [Fact]
    public void A_node_with_one_child_says_which()
    {
        var trie = OptionTrie.Of([[4, 8]]);

        Assert.Equal((1, 4), (trie.Count, trie.OnlyToken));
        Assert.Equal(-1, trie.Option);
    }

    [Fact]
    public void Of_two_equal_options_the_first_stands() => Assert.Equal(0, OptionTrie.Of([[1, 2], [1, 2]]).Child(1).Child(2).Option);
}
