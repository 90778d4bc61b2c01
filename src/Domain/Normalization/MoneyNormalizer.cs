namespace Pipeline.Domain.Normalization;

/// <summary>Amounts of money to a number and an ISO 4217 code: <c>1000000 USD</c>.</summary>
public static class MoneyNormalizer
{
    /// <summary>The amount that a value holds; a value with none or with several different ones has no normal form.</summary>
    public static NormalForm Normalize(string value)
    {
        var found = MoneyFinder.FindAll(value);
        if (found.Count == 0)
        {
            return NormalForm.Failed(value, value.Any(char.IsAsciiDigit) ? NormalizationProblem.UnknownCurrency : NormalizationProblem.NotRecognized);
        }

        if (found.Any(one => one.Money != found[0].Money))
        {
            return NormalForm.Failed(value, NormalizationProblem.NotRecognized);
        }

        return found[0].Money switch
        {
            { Text: { } text } => new NormalForm { Key = text, Text = text },
            { } => NormalForm.Failed(value, NormalizationProblem.UnknownCurrency),
            null => NormalForm.Failed(value, NormalizationProblem.NumbersDisagree),
        };
    }
}
