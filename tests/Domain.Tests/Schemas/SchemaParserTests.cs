using Pipeline.Domain.Schemas;
using Pipeline.Domain.Tests.Evaluation;

namespace Pipeline.Domain.Tests.Schemas;

public sealed class SchemaParserTests
{
    [Fact]
    public void An_option_that_no_answer_would_hold_is_a_problem()
    {
        var problems = Assert.Throws<InvalidSchemaException>(() => ExtractionSchema.Parse($$"""{"name":"own","version":1,"fields":[{"name":"a","kind":"choice","options":["x","{{new string('y', 101)}}"]}]}""")).Problems;

        Assert.Equal((SchemaProblemCode.BadOptions, "fields[0].options"), (Assert.Single(problems).Code, problems[0].Place));
        Assert.Single(ExtractionSchema.Parse($$"""{"name":"own","version":1,"fields":[{"name":"a","kind":"choice","options":["x","{{new string('y', 100)}}"]}]}""").Fields);
    }

    [Fact]
    public void Reads_the_schemas_that_are_shipped()
    {
        var contracts = Shipped("contracts.v1.json");
        Assert.Equal("contracts@1", contracts.Identity);
        Assert.Equal(42, contracts.Fields.Count);
        Assert.Equal(32, contracts.Fields.Count(field => field is { Kind: FieldKind.Clause, Value: ValueRule.None }));
        var parties = contracts.Fields.Single(field => field.Name == "parties");
        Assert.Equal((FieldKind.Party, ValueRule.Required, true), (parties.Kind, parties.Value, parties.Many));
        Assert.Equal(ValueRule.Optional, contracts.Fields.Single(field => field.Name == "expiration_date").Value);

        Assert.Equal(["effective_date", "governing_law", "parties", "term"], Shipped("nda.v1.json").Fields.Select(field => field.Name));
    }

    [Fact]
    public void Fills_in_what_may_be_left_out()
    {
        var schema = ExtractionSchema.Parse("""{"name":"x","version":1,"fields":[{"name":"a","kind":"clause"},{"name":"b","kind":"choice","options":["yes","no"]}]}""");
        Assert.Equal([ValueRule.None, ValueRule.Required], schema.Fields.Select(field => field.Value));
        Assert.Equal(["yes", "no"], schema.Fields[1].Options);
        Assert.All(schema.Fields, field => Assert.False(field.Many));
    }

    [Fact]
    public void Lists_every_problem_with_its_place()
    {
        const string json = """
            {"name":"My Schema","version":0,"colour":1,"fields":[
              {"name":"9a","kind":"date"},
              {"name":"term","kind":"duration","value":"none"},
              {"name":"term","kind":"clause","value":"required"},
              {"name":"law","kind":"law","value":"perhaps","many":"yes"},
              7,
              {"kind":"text","options":["a"]},
              {"name":"pick","kind":"choice","options":["a","a"]}
            ]}
            """;
        var problems = Assert.Throws<InvalidSchemaException>(() => ExtractionSchema.Parse(json)).Problems;
        Assert.Equal(
            [
                (SchemaProblemCode.UnknownProperty, "colour"),
                (SchemaProblemCode.BadVersion, "version"),
                (SchemaProblemCode.BadName, "name"),
                (SchemaProblemCode.BadName, "fields[0].name"),
                (SchemaProblemCode.ValueRuleMismatch, "fields[1].value"),
                (SchemaProblemCode.ValueRuleMismatch, "fields[2].value"),
                (SchemaProblemCode.DuplicateName, "fields[2].name"),
                (SchemaProblemCode.UnknownKind, "fields[3].kind"),
                (SchemaProblemCode.UnknownValueRule, "fields[3].value"),
                (SchemaProblemCode.WrongType, "fields[3].many"),
                (SchemaProblemCode.WrongType, "fields[4]"),
                (SchemaProblemCode.Missing, "fields[5].name"),
                (SchemaProblemCode.BadOptions, "fields[5].options"),
                (SchemaProblemCode.BadOptions, "fields[6].options"),
            ],
            problems.Select(problem => (problem.Code, problem.Place)));
    }

    [Theory]
    [InlineData("", SchemaProblemCode.NotJson)]
    [InlineData("{", SchemaProblemCode.NotJson)]
    [InlineData("""{"name":"a","name":"b"}""", SchemaProblemCode.NotJson)]
    [InlineData("[]", SchemaProblemCode.WrongType)]
    [InlineData("null", SchemaProblemCode.WrongType)]
    [InlineData("""{"name":"a","version":1}""", SchemaProblemCode.Missing)]
    [InlineData("""{"name":"a","version":1,"fields":[]}""", SchemaProblemCode.NoFields)]
    [InlineData("""{"name":"a","version":1,"fields":{}}""", SchemaProblemCode.WrongType)]
    [InlineData("""{"name":"a","version":1.5,"fields":[{"name":"a","kind":"text"}]}""", SchemaProblemCode.WrongType)]
    [InlineData("""{"name":"","version":1,"fields":[{"name":"a","kind":"text"}]}""", SchemaProblemCode.Missing)]
    [InlineData("""{"name":"a","version":1,"fields":[{"name":"a","kind":"Text"}]}""", SchemaProblemCode.UnknownKind)]
    [InlineData("""{"name":"a","version":1,"fields":[{"name":"a","kind":"1"}]}""", SchemaProblemCode.UnknownKind)]
    [InlineData("""{"name":"a\nb","version":1,"fields":[{"name":"a","kind":"text"}]}""", SchemaProblemCode.BadName)]
    [InlineData("""{"name":"a","version":1,"fields":[{"name":"a","kind":"text","description":"\ud800"}]}""", SchemaProblemCode.WrongType)]
    public void Refuses_what_is_no_schema(string json, SchemaProblemCode code)
    {
        var problem = Assert.Single(Assert.Throws<InvalidSchemaException>(() => ExtractionSchema.Parse(json)).Problems);
        Assert.Equal(code, problem.Code);
    }

    [Fact]
    public void Refuses_more_fields_than_can_be_asked_for()
    {
        var fields = string.Join(',', Enumerable.Range(0, 129).Select(i => $$"""{"name":"f{{i}}","kind":"text"}"""));
        var exception = Assert.Throws<InvalidSchemaException>(() => ExtractionSchema.Parse($$"""{"name":"a","version":1,"fields":[{{fields}}]}"""));
        Assert.Equal(SchemaProblemCode.TooManyFields, Assert.Single(exception.Problems).Code);
        Assert.Contains("129", exception.Message, StringComparison.Ordinal);
    }

    private static ExtractionSchema Shipped(string file) => ExtractionSchema.Parse(File.ReadAllText(Path.Combine(SharedData.Repository, "schemas", file)));
}
