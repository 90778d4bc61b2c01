using System.CommandLine;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Evaluation;

namespace Pipeline.Cli.Evaluation;

/// <summary><c>pipeline eval</c>: how good is it on documents whose answers are known.</summary>
internal static class EvalCommand
{
    public static Command Create() => new("eval", "Measure on documents whose answers are known.") { Kleister() };

    private static Command Kleister()
    {
        var folder = new Argument<string>("DIR") { Description = "The data set: documents/ and expected.jsonl." };
        var results = new Option<string?>("--results") { Description = "Score this results.jsonl and read nothing." };
        var accepted = new Option<bool>("--accepted") { Description = "Count accepted fields only." };
        var split = new Option<string>("--split") { Description = "Which documents to read: held_out, train (splits.json beside the data set) or all.", DefaultValueFactory = _ => "held_out" };
        split.AcceptOnlyFromAmong("held_out", "train", "all");
        var outFolder = new Option<string>("--out", "-o") { Description = "Folder for the results.", DefaultValueFactory = _ => Path.Combine("out", "eval-kleister") };
        var data = RunCommand.DataOption();
        var command = new Command("kleister", """
            Read the documents of a Kleister-NDA data set (four fields) and print precision, recall and F1 by field, with n and a 95 % interval over documents.
            Read before with the same model and schema, they are not read again.
            Example: pipeline eval kleister ../shared/data/kleister-nda
            """) { folder, results, accepted, split, outFolder, data };
        command.SetAction((parsed, cancellationToken) => ScoreAsync(
            new KleisterEvaluation(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(split), parsed.GetRequiredValue(outFolder), RunCommand.ChosenDataFolder(parsed.GetValue(data))),
            parsed.GetValue(results),
            parsed.GetValue(accepted),
            cancellationToken));
        return command;
    }

    private static async Task<int> ScoreAsync(KleisterEvaluation evaluation, string? results, bool accepted, CancellationToken cancellationToken)
    {
        using var interrupt = new Interrupt(cancellationToken);
        // Before the reading, which takes minutes.
        var expected = await KleisterEvaluation.LinesAsync(evaluation.ExpectedFile, interrupt.Token);
        var lines = results is null ? await evaluation.ReadAsync(interrupt.Token) : await KleisterEvaluation.LinesAsync(results, interrupt.Token);
        if (lines is null)
        {
            return ExitCode.Interrupted;
        }

        try
        {
            // Documents outside the split have no result and are no misses.
            var score = KleisterScorer.ScoreLines(lines, expected, new KleisterOptions(accepted, PresentOnly: true));
            await Console.Out.WriteAsync(score.ToText());
        }
        catch (FormatException e)
        {
            throw new OperatorException(e.Message, e);
        }

        return ExitCode.Done;
    }
}
