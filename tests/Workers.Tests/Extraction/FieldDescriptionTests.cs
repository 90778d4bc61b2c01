using Pipeline.Domain.Schemas;
using Pipeline.Workers.Extraction;

namespace Pipeline.Workers.Tests.Extraction;

public sealed class FieldDescriptionTests
{
    [Theory]
    [InlineData(FieldKind.Duration, "", "The notice period: a length of time.")]
    [InlineData(FieldKind.Clause, " ", "A clause on notice period.")]
    [InlineData(FieldKind.Choice, "", "The notice period.")]
    [InlineData(FieldKind.Money, "What is due.", "What is due.")]
    public void A_field_is_described_by_its_owner_or_by_its_name_and_kind(FieldKind kind, string given, string expected) =>
        Assert.Equal(expected, FieldDescription.Of(new FieldDefinition { Name = "notice_period", Kind = kind, Value = ValueRule.Required, Description = given }));
}
