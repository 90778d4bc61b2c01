using System.CommandLine;
using System.Globalization;

namespace Pipeline.Cli.Setup;

internal static class OptionChecks
{
    /// <summary>Refuses numbers below 1; what is no number the parser refuses by itself.</summary>
    public static TOption AtLeastOne<TOption>(this TOption option)
        where TOption : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number < 1)
            {
                result.AddError($"{option.Name} has to be at least 1.");
            }
        });
        return option;
    }
}
