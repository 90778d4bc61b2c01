using System.CommandLine;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Evaluation;

/// <summary><c>pipeline eval</c>: how good is it on documents whose answers are known.</summary>
internal static class EvalCommand
{
    private const string After = """
        Read before with the same model and schema, documents are not read again; the calibration beside the model judges what they gave.
        Figures of confidence are of the report half of the documents only. Writes evaluation.json and evaluation.html.
        Exit code 4: significantly worse than --against.
        """;

    public static Command Create() => new("eval", "Measure on documents whose answers are known.") { Kleister(), Cuad() };

    private static Command Kleister()
    {
        var accepted = new Option<bool>("--accepted") { Description = "Count accepted fields only." };
        var command = Shape(DataSetKind.Kleister, "kleister", $"""
            Read the documents of a Kleister-NDA data set (four fields) and print precision, recall and F1 by field, with n and a 95 % interval over documents.
            {After}
            Example: pipeline eval kleister ../shared/data/kleister-nda
            """, accepted, null);
        command.Add(accepted);
        return command;
    }

    private static Command Cuad()
    {
        var text = new Option<bool>("--text") { Description = "Read also the contracts that exist as text only (text/)." };
        var command = Shape(DataSetKind.Cuad, "cuad", $"""
            Read the contracts of a CUAD data set that exist as PDF and print precision and recall by field, the area under their curve, and how often presence is right.
            {After}
            Example: pipeline eval cuad ../shared/data/cuad --limit 10
            """, null, text);
        command.Add(text);
        return command;
    }

    private static Command Shape(DataSetKind kind, string name, string description, Option<bool>? accepted, Option<bool>? text)
    {
        var folder = new Argument<string>("DIR") { Description = "The data set: documents/ and expected.jsonl." };
        var results = new Option<string?>("--results") { Description = "Score this results.jsonl and read nothing." };
        var split = new Option<string>("--split") { Description = "Which documents to read: held_out, train (splits.json beside the data set) or all.", DefaultValueFactory = _ => "held_out" };
        split.AcceptOnlyFromAmong("held_out", "train", "all");
        var limit = LimitOption();
        var outFolder = new Option<string>("--out", "-o") { Description = "Folder for results and report.", DefaultValueFactory = _ => Path.Combine("out", "eval-" + name) };
        var data = RunCommand.DataOption();
        var calibration = new Option<string?>("--calibration") { Description = "Judge by this calibration in place of the one beside the model; raw --results are judged by none without it." };
        var readAll = RunCommand.ReadAllOption();
        var against = new Option<string?>("--against") { Description = "An evaluation.json of another run: compare F1 over the documents of both." };
        var command = new Command(name, description) { folder, results, split, limit, outFolder, data, calibration, against, readAll };
        var endpoint = new EndpointFlags();
        endpoint.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var interrupt = new Interrupt(cancellationToken);
            var reading = new DataSetReading(
                parsed.GetRequiredValue(split), parsed.GetValue(limit), text is not null && parsed.GetValue(text), parsed.GetRequiredValue(outFolder), RunCommand.ChosenDataFolder(parsed.GetValue(data)), parsed.GetValue(readAll), endpoint.Read(parsed));
            var options = new EvaluationOptions(
                new DataSet(parsed.GetRequiredValue(folder), kind), reading, parsed.GetValue(results), accepted is not null && parsed.GetValue(accepted), parsed.GetValue(calibration), parsed.GetValue(against));
            return await new EvaluationRun(options).ExecuteAsync(interrupt.Token);
        });
        return command;
    }

    public static Option<int?> LimitOption() =>
        new Option<int?>("--limit") { Description = "Read only the first so many documents, by name." }.AtLeastOne();
}
