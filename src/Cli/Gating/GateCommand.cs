using System.CommandLine;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Gating;

/// <summary><c>pipeline gate</c>: which sentences a model need not read.</summary>
internal static class GateCommand
{
    private const string Description = """
        Make the gate of the default model: learn from the training documents of data sets (Kleister-NDA, CUAD) which sentences hold answers, choose a threshold on them,
        measure once on the held-out documents, and store all that beside the model. Uses no model; some five minutes on two cores. The same documents give the same file.
        With --results (what the model found in held-out documents when it read everything, from eval --read-all) it also measures what of the model's own findings is lost.
        Examples:
          pipeline gate train ../shared/data/kleister-nda ../shared/data/cuad --schema nda --recall 0.98
          pipeline gate train ../shared/data/kleister-nda --results out/eval-kleister/results.jsonl --to tried.gate.json
        """;

    public static Command Create() => new("gate", "Learn which sentences need not be read.") { Train() };

    private static Command Train()
    {
        var folders = new Argument<string[]>("DIR") { Arity = ArgumentArity.OneOrMore, Description = "Data sets: documents/, expected.jsonl, and splits.json beside them." };
        var recall = new Option<string[]>("--recall")
        {
            Description = "Share of the answers of training documents (cross-fitted) that the threshold keeps, for all schemas or as SCHEMA=SHARE. Default: 0.99.",
            AllowMultipleArgumentsPerToken = true,
        };
        recall.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => GateRecallGoals.Read(t.Value) is null))
            {
                result.AddError($"--recall {token.Value}: give a share between 0 and 1, or SCHEMA=SHARE.");
            }
        });
        var schemas = new Option<string[]>("--schema") { Description = "Schemas of schemas/ to make gates for. Default: all. One without a gate is read whole.", AllowMultipleArgumentsPerToken = true };
        var neighbours = new Option<int>("--neighbours") { Description = "Sentences before and after one that is read that are read too.", DefaultValueFactory = _ => 0 };
        neighbours.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--neighbours cannot be negative.");
            }
        });
        var results = new Option<string[]>("--results") { Description = "Raw results of held-out documents of these data sets, read with --read-all.", AllowMultipleArgumentsPerToken = true };
        var to = new Option<string?>("--to") { Description = "Where to store it. Default: beside the model, models/contracts-135m.gate.json." };
        var train = new Command("train", Description) { folders, schemas, recall, neighbours, results, to };
        train.SetAction(async (parsed, cancellationToken) =>
        {
            using var interrupt = new Interrupt(cancellationToken);
            var run = new GateRun(parsed.GetValue(schemas) ?? [], GateRecallGoals.Of(parsed.GetValue(recall) ?? []), parsed.GetRequiredValue(neighbours), parsed.GetValue(to));
            return await run.ExecuteAsync(parsed.GetRequiredValue(folders), parsed.GetValue(results) ?? [], interrupt.Token);
        });
        return train;
    }
}
