using Pipeline.Inference.Decoding;

namespace Pipeline.Inference.Tests.Decoding;

public sealed class OptionChoiceTests
{
    [Fact]
    public void Options_part_where_their_tokens_differ()
    {
        var choice = OptionChoice.Of([[7, 2, 9], [7, 1, 9], [3, 9]]);

        Assert.Equal([3, 7], Next(choice));
        Assert.Equal([1, 2], Next(choice.After(7)));
        Assert.Equal(1, choice.After(7).After(1).After(9).Option);
        Assert.Equal(0, choice.After(7).After(2).After(9).Option);
        Assert.Equal(2, choice.After(3).After(9).Option);
    }

    [Fact]
    public void An_option_that_another_goes_on_from_stops_with_its_own_literal()
    {
        // "term" and "term_length", each followed by a quote (99).
        var choice = OptionChoice.Of([[5, 99], [5, 6, 99]]);

        Assert.Equal([6, 99], Next(choice.After(5)));
        Assert.Equal(0, choice.After(5).After(99).Option);
        Assert.Equal(-1, choice.After(5).After(6).Option);
    }

    [Fact]
    public void A_token_without_a_rival_is_forced()
    {
        var choice = OptionChoice.Of([[4, 8], [4, 9]]);

        Assert.True(choice.TryGetOnly(out var only));
        Assert.Equal((4, -1), (only, choice.Option));
        Assert.False(choice.After(4).TryGetOnly(out _));
    }

    [Fact]
    public void Of_two_equal_options_the_first_stands() => Assert.Equal(0, OptionChoice.Of([[1, 2], [1, 2]]).After(1).After(2).Option);

    [Fact]
    public void A_step_changes_no_other_choice()
    {
        var choice = OptionChoice.Of([[7, 1], [7, 2], [3, 9]]);
        _ = choice.After(7).After(1);

        Assert.Equal([3, 7], Next(choice));
    }

    private static int[] Next(OptionChoice choice)
    {
        var tokens = new int[choice.Count];
        return tokens[..choice.Next(tokens)];
    }
}
