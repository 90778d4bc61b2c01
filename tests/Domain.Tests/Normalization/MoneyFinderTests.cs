using Pipeline.Domain.Normalization;

namespace Pipeline.Domain.Tests.Normalization;

public sealed class MoneyFinderTests
{
    [Theory]
    [InlineData("a fee of $1,000,000 a year", "$1,000,000", "1000000 USD")]
    [InlineData("pays US$ 5 million at closing", "US$ 5 million", "5000000 USD")]
    [InlineData("pays U.S.$250.", "U.S.$250", "250 USD")]
    [InlineData("betrug EUR 2.500,00 im Jahr", "EUR 2.500,00", "2500 EUR")]
    [InlineData("EUR 2.500 net", "EUR 2.500", "2500 EUR")]
    [InlineData("2.500 EUR net", "2.500 EUR", "2500 EUR")]
    [InlineData("€2,500.75 net", "€2,500.75", "2500.75 EUR")]
    [InlineData("1.234.567,89 € net", "1.234.567,89 €", "1234567.89 EUR")]
    [InlineData("one hundred thousand dollars ($100,000)", "one hundred thousand dollars ($100,000)", "100000 USD")]
    [InlineData("the sum of One Hundred Thousand and 00/100 Dollars ($100,000.00), payable", "One Hundred Thousand and 00/100 Dollars ($100,000.00)", "100000 USD")]
    [InlineData("Two Million Five Hundred Thousand U.S. Dollars (US$2,500,000)", "Two Million Five Hundred Thousand U.S. Dollars (US$2,500,000)", "2500000 USD")]
    [InlineData("five million (5,000,000) euros", "five million (5,000,000) euros", "5000000 EUR")]
    [InlineData("$100,000 (one hundred thousand dollars)", "$100,000 (one hundred thousand dollars)", "100000 USD")]
    [InlineData("a cap of £250k.", "£250k", "250000 GBP")]
    [InlineData("C$40 per seat", "C$40", "40 CAD")]
    [InlineData("$40 CAD per seat", "$40 CAD", "40 CAD")]
    [InlineData("forty Canadian dollars (C$40)", "forty Canadian dollars (C$40)", "40 CAD")]
    [InlineData("fifty dollars (HK$50)", "fifty dollars (HK$50)", "50 HKD")]
    [InlineData("five thousand pounds sterling", "five thousand pounds sterling", "5000 GBP")]
    [InlineData("CHF 1'000'000 a year", "CHF 1'000'000", "1000000 CHF")]
    [InlineData("₹5,00,000 a month", "₹5,00,000", "500000 INR")]
    [InlineData("$0.125 per share", "$0.125", "0.125 USD")]
    [InlineData("$2.500 per unit", "$2.500", "2.5 USD")]
    [InlineData("$1.2MM in cash", "$1.2MM", "1200000 USD")]
    [InlineData("USD500 flat", "USD500", "500 USD")]
    [InlineData("RMB 300,000 on signing", "RMB 300,000", "300000 CNY")]
    [InlineData("500 kr each", "500 kr", null)]
    [InlineData("¥5,000 each", "¥5,000", null)]
    [InlineData("one hundred dollars ($1,000)", "one hundred dollars ($1,000)", null)]
    [InlineData("five dollars (€5)", "five dollars (€5)", null)]
    [InlineData("one thousand five hundred and twenty dollars", "one thousand five hundred and twenty dollars", "1520 USD")]
    public void Finds_the_forms_that_contracts_use(string sentence, string value, string? text)
    {
        var span = Assert.Single(MoneyFinder.Find(sentence));
        Assert.Equal(value, sentence.Substring(span.Start, span.Length));
        Assert.Equal(text, span.Normalized);
        Assert.Equal(text, MoneyNormalizer.Normalize(value).Text);
    }

    [Theory]
    [InlineData("Section 4.5 of the Agreement")]
    [InlineData("1,000,000 shares")]
    [InlineData("500 pounds of flour")]
    [InlineData("two (2) years")]
    [InlineData("the Euro and the Dollar")]
    [InlineData("$____ per month")]
    [InlineData("$")]
    [InlineData("USD")]
    [InlineData("5 and more")]
    [InlineData("")]
    public void Leaves_alone_what_is_no_money(string sentence) => Assert.Empty(MoneyFinder.Find(sentence));

    [Fact]
    public void Finds_each_amount_of_a_sentence()
    {
        const string sentence = "The fee is $5,000 in 2010, €3.000 in 2011 and $7 or 8 dollars thereafter.";
        Assert.Equal(["5000 USD", "3000 EUR", "7 USD", "8 USD"], MoneyFinder.Find(sentence).Select(span => span.Normalized));
    }

    [Theory]
    [InlineData("500", NormalizationProblem.UnknownCurrency)]
    [InlineData("500 kr", NormalizationProblem.UnknownCurrency)]
    [InlineData("one hundred dollars ($1,000)", NormalizationProblem.NumbersDisagree)]
    [InlineData("$5 or $6", NormalizationProblem.NotRecognized)]
    [InlineData("a fair price", NormalizationProblem.NotRecognized)]
    public void Says_why_there_is_no_normal_form(string value, NormalizationProblem problem)
    {
        var form = MoneyNormalizer.Normalize(value);
        Assert.Null(form.Text);
        Assert.Equal(problem, form.Problem);
    }

    [Fact]
    public void Reads_amounts_in_words_as_the_digits_beside_them()
    {
        (string Words, string Digits)[] amounts =
        [
            ("one", "1"), ("ninety-nine", "99"), ("one hundred and eighty", "180"), ("ten thousand", "10,000"), ("fifteen thousand", "15,000"),
            ("two hundred fifty thousand", "250,000"), ("one million", "1,000,000"), ("one million, two hundred thousand", "1,200,000"), ("three billion and five", "3,000,000,005"),
            ("nine hundred ninety-nine thousand nine hundred ninety-nine", "999,999"),
        ];
        Assert.All(amounts, amount =>
        {
            var form = MoneyNormalizer.Normalize($"{amount.Words} dollars (${amount.Digits})");
            Assert.Equal(amount.Digits.Replace(",", "", StringComparison.Ordinal) + " USD", form.Text);
        });
    }

    [Fact]
    public void Takes_time_linear_in_the_sentence()
    {
        // Quadratic work on half a million tokens would not end before the test's limit.
        var sentence = string.Concat(Enumerable.Repeat("one hundred $ (", 60_000)) + string.Concat(Enumerable.Repeat("1,", 60_000));
        Assert.NotNull(MoneyFinder.Find(sentence));
    }
}
