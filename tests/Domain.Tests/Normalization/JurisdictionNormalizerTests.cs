using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Tests.Normalization;

public sealed class JurisdictionNormalizerTests
{
    [Theory]
    [InlineData("Delaware", "Delaware")]
    [InlineData("DELAWARE", "Delaware")]
    [InlineData("State of New York", "New York")]
    [InlineData("the State of New York,", "New York")]
    [InlineData("New York State", "New York")]
    [InlineData("New York law", "New York")]
    [InlineData("the internal laws of the State of Washington", "Washington")]
    [InlineData("Commonwealth of Massachusetts", "Massachusetts")]
    [InlineData("Commonwealth of Pennsylvania, U.S.A.", "Pennsylvania")]
    [InlineData("N.Y.", "New York")]
    [InlineData("CA", "California")]
    [InlineData("Wilmington, Delaware, United States of America", "Delaware")]
    [InlineData("New York, New York", "New York")]
    [InlineData("Georgia", "Georgia")]
    [InlineData("District of Columbia", "District of Columbia")]
    [InlineData("Province of Ontario, Canada", "Ontario")]
    [InlineData("Ontario and the federal laws of Canada", null)]
    [InlineData("England and Wales", "England and Wales")]
    [InlineData("England & Wales", "England and Wales")]
    [InlineData("London, England", "England")]
    [InlineData("the United Kingdom", "United Kingdom")]
    [InlineData("Federal Republic of Germany", "Germany")]
    [InlineData("People’s Republic of China", "China")]
    [InlineData("the Republic of Korea", "South Korea")]
    [InlineData("State of Israel", "Israel")]
    [InlineData("the Netherlands", "Netherlands")]
    [InlineData("in", null)]
    [InlineData("or", null)]
    [InlineData("the State", null)]
    [InlineData("Atlantis", null)]
    [InlineData("", null)]
    public void Names_the_place_whose_law_it_is(string value, string? name)
    {
        var form = JurisdictionNormalizer.Normalize(value);
        Assert.Equal(name, form.Text);
        Assert.Equal(name is null, form.Problem is NormalizationProblem.NotRecognized);
    }
}
