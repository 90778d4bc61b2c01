using System.Text;
using Pipeline.Inference.Tests.Setup;

namespace Pipeline.Inference.Tests.Decoding;

[Collection(ModelTests.Name)]
public sealed class InlineLiteralsTests
{
    private readonly LoadedModel _model;

    public InlineLiteralsTests(LoadedModel model) => _model = model;

    [Fact]
    public void The_header_names_the_fields_in_their_order_on_a_line_of_its_own()
    {
        Assert.Equal("Fields: effective_date, governing_law, parties, term\n", Text(_model.Literals.Header(Contracts.NdaFields)));
        Assert.Equal("Fields: term, parties\n", Text(_model.Literals.Header(Contracts.Fields("term", "parties"))));
    }

    [Fact]
    public void The_literals_are_the_parts_of_an_answer()
    {
        var literals = _model.Literals;

        Assert.Equal("""{"field":"|,{"field":"|","value":"|"}""", string.Join('|', new[] { literals.First, literals.Later, literals.Value, literals.Close }.Select(Text)));
        Assert.Equal("\n", Text([literals.LineFeed]));
        Assert.Equal("governing_law", Text(literals.Name("governing_law")));
        Assert.Equal("a \\\"b\\\"", Text(literals.EscapedValue("a \"b\"")));
    }

    [Theory]
    [InlineData("May 3, 2011", true)]
    [InlineData("a \"b\" \\ \u0001 é 😀", true)]
    [InlineData("lost \U00040000 bytes", false)]
    public void A_value_is_forced_only_where_its_tokens_spell_it(string value, bool spelled) => Assert.Equal(spelled, _model.Literals.Writes(value, 48));

    // Not a case above: an attribute's text is stored as UTF-8, which has no halves.
    [Fact]
    public void Half_a_surrogate_pair_is_never_forced() => Assert.False(_model.Literals.Writes("half \ud83d pair", 48));

    [Fact]
    public void A_value_is_forced_only_within_the_token_limit()
    {
        Assert.True(_model.Literals.Writes("1 2 3 4", _model.Vocabulary.Tokenize("1 2 3 4").Length));
        Assert.False(_model.Literals.Writes("1 2 3 4", _model.Vocabulary.Tokenize("1 2 3 4").Length - 1));
    }

    private string Text(int[] tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(_model.Vocabulary.Bytes)]);
}
