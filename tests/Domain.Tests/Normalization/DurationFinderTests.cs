using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Tests.Normalization;

public sealed class DurationFinderTests
{
    [Theory]
    [InlineData("a period of two (2) years from", "two (2) years", "2 years", "P2Y")]
    [InlineData("for 24 months.", "24 months", "24 months", "P24M")]
    [InlineData("the eighteen-month period", "eighteen-month", "18 months", "P18M")]
    [InlineData("ONE (1) YEAR", "ONE (1) YEAR", "1 year", "P1Y")]
    [InlineData("one year", "one year", "1 year", "P1Y")]
    [InlineData("a two (2) year period", "two (2) year", "2 years", "P2Y")]
    [InlineData("such 60-day period", "60-day", "60 days", "P60D")]
    [InlineData("the thirty (30)-day period", "thirty (30)-day", "30 days", "P30D")]
    [InlineData("twenty-four (24) months", "twenty-four (24) months", "24 months", "P24M")]
    [InlineData("the twenty four (24) months", "twenty four (24) months", "24 months", "P24M")]
    [InlineData("up to twentyfour (24) months", "twentyfour (24) months", "24 months", "P24M")]
    [InlineData("one hundred and eighty (180) days", "one hundred and eighty (180) days", "180 days", "P180D")]
    [InlineData("within three hundred sixty-five days", "three hundred sixty-five days", "365 days", "P365D")]
    [InlineData("twelve(12)months", "twelve(12)months", "12 months", "P12M")]
    [InlineData("12 (twelve) months", "12 (twelve) months", "12 months", "P12M")]
    [InlineData("within (10) days", "(10) days", "10 days", "P10D")]
    [InlineData("fifty-two weeks", "fifty-two weeks", "52 weeks", "P52W")]
    [InlineData("two years' notice", "two years", "2 years", "P2Y")]
    [InlineData("55.5 months", "55.5 months", "55.5 months", "P55.5M")]
    [InlineData("1,095 days", "1,095 days", "1095 days", "P1095D")]
    [InlineData("section four two years", "two years", "2 years", "P2Y")]
    public void Finds_the_forms_that_contracts_use(string sentence, string value, string text, string iso)
    {
        var span = Assert.Single(DurationFinder.Find(sentence));
        Assert.Equal(value, sentence.Substring(span.Start, span.Length));
        Assert.Equal(text, span.Normalized);
        Assert.Equal(iso, DurationNormalizer.Normalize(value).Iso);
    }

    [Theory]
    [InlineData("the second anniversary")]
    [InlineData("three-year-old")]
    [InlineData("ten (10) business days")]
    [InlineData("many years")]
    [InlineData("yearsone")]
    [InlineData("two yearsly")]
    [InlineData("1/2 year")]
    [InlineData("3-5 years")]
    [InlineData("20052 years")]
    [InlineData("two (2 years")]
    [InlineData("X5 years")]
    [InlineData("one two-thirds year")]
    [InlineData("0 days")]
    [InlineData("")]
    public void Leaves_alone_what_is_no_duration(string sentence)
    {
        // "three-year-old" holds "three-year", which is a length of time: the only span of these sentences that is one.
        var spans = DurationFinder.Find(sentence).Select(span => sentence.Substring(span.Start, span.Length));
        Assert.Equal(sentence switch { "three-year-old" => ["three-year"], "two (2 years" => ["2 years"], _ => [] }, spans);
    }

    [Fact]
    public void Has_no_normal_form_where_words_and_digits_disagree()
    {
        var span = Assert.Single(DurationFinder.Find("for two (3) years"));
        Assert.Null(span.Normalized);
        var form = DurationNormalizer.Normalize("two (3) years");
        Assert.Null(form.Text);
        Assert.Equal(NormalizationProblem.NumbersDisagree, form.Problem);
    }

    [Fact]
    public void Has_no_normal_form_where_a_value_holds_two_durations() =>
        Assert.Equal(NormalizationProblem.NotRecognized, DurationNormalizer.Normalize("two years and six months").Problem);

    [Fact]
    public void Reads_every_number_below_a_thousand_from_its_words()
    {
        for (var number = 1; number < 1000; number++)
        {
            Assert.Equal($"{number} day{(number == 1 ? "" : "s")}", DurationNormalizer.Normalize(Words(number) + " days").Text);
            Assert.Equal($"{number} day{(number == 1 ? "" : "s")}", DurationNormalizer.Normalize($"{Words(number)} ({number}) days").Text);
        }
    }

    private static string Words(int number)
    {
        string[] small = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
        string[] tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        return number switch
        {
            >= 100 => (small[number / 100] + " hundred " + Words(number % 100)).TrimEnd(),
            >= 20 => (tens[number / 10] + "-" + small[number % 10]).TrimEnd('-'),
            _ => small[number],
        };
    }
}
