using Pipeline.Inference.Decoding.Described;

namespace Pipeline.Inference.Tests.Decoding.Described;

public sealed class DescribedInstructionsTests
{
    private static readonly EngineField Law = new("law", EngineValue.Required) { Kind = "jurisdiction", Description = "Whose law\napplies." };
    private static readonly EngineField State = new("state", EngineValue.Optional) { Kind = "choice", Description = "Of the bill.", Options = ["paid", "\"un\"paid"] };

    [Fact]
    public void Options_stand_there_as_an_answer_writes_them()
    {
        var text = DescribedInstructions.For([Law, State, State with { Name = "tags", Value = EngineValue.Required, Many = true }]);

        Assert.Contains("""
            - law (jurisdiction): Whose law applies.
            - state (one of "paid", "\"un\"paid", where the sentence has one): Of the bill.
            - tags (any of "paid", "\"un\"paid"): Of the bill.
            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.Contains("where a field names its values", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_shows_an_option_only_where_all_fields_are_choices()
    {
        Assert.EndsWith("""{"findings":[{"sentence":2,"field":"law","value":"Utopia"}]}""", DescribedInstructions.For([State, Law]), StringComparison.Ordinal);
        Assert.EndsWith("""{"findings":[{"sentence":2,"field":"state","value":"paid"}]}""", DescribedInstructions.For([State]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_without_choices_is_told_nothing_of_them() =>
        Assert.DoesNotContain("names its values", DescribedInstructions.For([Law]), StringComparison.Ordinal);
}
