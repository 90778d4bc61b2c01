using System.Globalization;
using Pipeline.Domain.Confidence;

namespace Pipeline.Cli.Run;

/// <summary>The error budget of a run and what it rests on, in a sentence or two.</summary>
internal static class BudgetWords
{
    /// <param name="calibration">Null where none covers the model and schema.</param>
    public static string Of(Calibration? calibration, string schema)
    {
        if (calibration is null)
        {
            return $"Error budget: none yet. Without a calibration for {schema} confidence is raw and every value goes to review (docs/confidence.md).";
        }

        var sources = string.Join(" and ", calibration.Sources.Select(source => string.Create(CultureInfo.InvariantCulture, $"{source.Documents} documents of {source.Name}")));
        return string.Create(CultureInfo.InvariantCulture, $"{Wrong(calibration.Accept)} {Missed(calibration.AcceptAbsent)} Calibrated on {sources}, {calibration.Date:yyyy-MM-dd}.");
    }

    private static string Wrong(ThresholdTest test) => test.Threshold is null
        ? string.Create(CultureInfo.InvariantCulture, $"Error budget {test.Budget:P0}: not proven by {Checks(test)}, so every value goes to review; at least {test.MissingChecks} more are needed.")
        : string.Create(CultureInfo.InvariantCulture, $"Error budget {test.Budget:P0}: at most {test.Bound:P1} of what is accepted are wrong, with 95 % certainty, by {Checks(test)}.");

    private static string Missed(ThresholdTest test) => test.Threshold is null
        ? string.Create(CultureInfo.InvariantCulture, $"Missed values {test.Budget:P0}: not proven.")
        : string.Create(CultureInfo.InvariantCulture, $"Missed values {test.Budget:P0}: at most {test.Bound:P1}, by {Checks(test)}.");

    private static string Checks(ThresholdTest test) => string.Create(CultureInfo.InvariantCulture, $"{test.Checks} checked answers, {test.Wrong} of them wrong");
}
