using System.CommandLine;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Confidence;

namespace Pipeline.Cli.Evaluation;

/// <summary><c>pipeline calibrate DIR…</c></summary>
internal static class CalibrateCommand
{
    private const string Description = """
        Make the calibration of the model: read the calibrate half of the held-out documents of one or more data sets (Kleister-NDA or CUAD), compare with the known answers,
        and store how sure the model can be, and from where on a field needs no person. Prints the figures with n. 41 NDAs take some five minutes on two cores; done before, none.
        Example: pipeline calibrate ../shared/data/kleister-nda ../shared/data/cuad
        """;

    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR") { Arity = ArgumentArity.OneOrMore, Description = "Data sets: documents/ and expected.jsonl." };
        var results = new Option<string[]>("--results") { Description = "A results.jsonl per data set, in their order: take these and read nothing.", AllowMultipleArgumentsPerToken = true };
        var to = new Option<string?>("--to") { Description = "Where to store it. Default: beside the model, models/contracts-135m.calibration.json." };
        var outFolder = new Option<string>("--out", "-o") { Description = "Folder for the results it reads.", DefaultValueFactory = _ => Path.Combine("out", "calibrate") };
        var limit = EvalCommand.LimitOption();
        var text = new Option<bool>("--text") { Description = "Read also the contracts that exist as text only (text/)." };
        var budget = Share("--budget", "Share of accepted fields that may be wrong.");
        var missed = Share("--missed-budget", "Share of fields reported absent that may have a value.");
        var data = RunCommand.DataOption();
        var readAll = RunCommand.ReadAllOption();
        var command = new Command("calibrate", Description) { folders, results, to, outFolder, limit, text, budget, missed, data, readAll };
        command.Validators.Add(result =>
        {
            if (result.GetValue(results) is { Length: > 0 } given && given.Length != result.GetValue(folders)?.Length)
            {
                result.AddError("--results needs one file per data set.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var interrupt = new Interrupt(cancellationToken);
            var reading = new DataSetReading("held_out", parsed.GetValue(limit), parsed.GetValue(text), parsed.GetRequiredValue(outFolder), RunCommand.ChosenDataFolder(parsed.GetValue(data)), parsed.GetValue(readAll));
            var run = new CalibrationRun(reading, new CalibrationBudgets(parsed.GetRequiredValue(budget), parsed.GetRequiredValue(missed)), parsed.GetValue(to));
            return await run.ExecuteAsync(parsed.GetRequiredValue(folders), parsed.GetValue(results) ?? [], interrupt.Token);
        });
        return command;
    }

    private static Option<double> Share(string name, string description)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => 0.05 };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1))
            {
                result.AddError($"{name} must lie between 0 and 1.");
            }
        });
        return option;
    }
}
