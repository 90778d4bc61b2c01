using Pipeline.Domain.Layout;
using Pipeline.Domain.Schemas;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Models;

namespace Pipeline.Workers.Tests.Extraction;

public sealed class ChoiceFieldsTests
{
    private static readonly ExtractionSchema Own = ExtractionSchema.Parse(
        """
        {"name":"own","version":1,"fields":[
          {"name":"fee","kind":"money"},
          {"name":"payment","kind":"choice","many":true,"description":"When it is due.","options":["at once","net 30"]}]}
        """);

    private static readonly ModelCard Told = new() { Name = "told", Version = 1, File = "told.gguf", Sha256 = new string('0', 64), Style = ModelCard.Described };

    private static readonly DocumentLayout Layout = new(
    [
        new Page(1, 612, 792, 0, PageSource.Text, [new Block([.. "The fee of $5,000 is due in thirty days.".Split(' ').Select(word => new Word(word, null, 0))])]),
    ]);

    [Fact]
    public async Task An_option_comes_back_as_a_value_with_its_sentence()
    {
        var engine = new ChosenEngine();

        var read = await new FieldExtractor(engine, Own, Told).ExtractAsync(Layout, CancellationToken.None);

        var asked = engine.Asked!.Fields[1];
        Assert.Equal(("choice", null, true, "When it is due."), (asked.Kind, asked.Spans, asked.Many, asked.Description));
        Assert.Equal(["at once", "net 30"], asked.Options);
        var value = Assert.Single(read.Fields["payment"].Values);
        Assert.Equal(("net 30", "net 30", true), (value.Value, value.Normalized, value.Grounded));
        var place = Assert.Single(value.Evidence);
        Assert.Equal((1, "The fee of $5,000 is due in thirty days.", null), (place.Page, place.Quote, place.Span));
        Assert.Equal(("$5,000", "5000 USD"), (read.Fields["fee"].Values[0].Value, read.Fields["fee"].Values[0].Normalized));
    }

    [Fact]
    public void A_model_that_cannot_choose_refuses_the_schema_and_names_the_field()
    {
        var tuned = Told with { Style = ModelCard.Inline, Fields = ["fee", "payment"] };

        var error = Assert.Throws<ModelCardException>(() => new FieldExtractor(new ChosenEngine(), Own, tuned));

        Assert.Contains("The field payment of the schema own@1 is a choice, and the model told@1 cannot choose", error.Message, StringComparison.Ordinal);
    }
}
