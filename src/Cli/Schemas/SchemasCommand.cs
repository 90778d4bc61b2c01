using System.CommandLine;
using Pipeline.Cli.Models;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Schemas;

namespace Pipeline.Cli.Schemas;

/// <summary><c>pipeline schemas</c>: an owner's own fields, before they are used.</summary>
internal static class SchemasCommand
{
    public static Command Create() => new("schemas", "Check your own fields, and try them on samples.") { Check(), Try() };

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "Schema file (as schemas/nda.v1.json)." };
        var check = new Command("check", """
            List everything that is wrong with a schema file, each with its place. Exit code 2 if anything is.
            Example: pipeline schemas check my-fields.json
            """) { file };
        check.SetAction((parsed, cancellationToken) => CheckAsync(parsed.GetRequiredValue(file), cancellationToken));
        return check;
    }

    private static Command Try()
    {
        var file = new Argument<string>("FILE") { Description = "Schema file." };
        var folder = new Argument<string>("DIR") { Description = "Folder of sample contracts, or one of them." };
        var documents = new Option<int>("--documents", "-n") { Description = "Read at most this many.", DefaultValueFactory = _ => 5 }.AtLeastOne();
        var model = new Option<string>("--model") { Description = "Which model: a name in models/ or a card (NAME.card.json).", DefaultValueFactory = _ => ModelShelf.Default };
        var attempt = new Command("try", """
            Read a few samples with a schema file and print what each field finds. Nothing of it is kept.
            The model contracts-135m only knows the fields of its card; for others the message says which.
            Example: pipeline schemas try my-fields.json samples/contracts
            """) { file, folder, documents, model };
        attempt.SetAction((parsed, cancellationToken) => SchemaTrial.RunAsync(
            new TrialOptions(parsed.GetRequiredValue(file), parsed.GetRequiredValue(folder), parsed.GetRequiredValue(documents), parsed.GetRequiredValue(model)), cancellationToken));
        return attempt;
    }

    private static async Task<int> CheckAsync(string path, CancellationToken cancellationToken)
    {
        var json = await ReadAsync(path, cancellationToken);
        try
        {
            var schema = ExtractionSchema.Parse(json);
            Console.WriteLine(FormattableString.Invariant($"{path} is in order: {schema.Identity}, {schema.Fields.Count} field{(schema.Fields.Count == 1 ? "" : "s")}."));
            return ExitCode.Done;
        }
        catch (InvalidSchemaException e)
        {
            foreach (var problem in e.Problems)
            {
                Console.WriteLine(problem);
            }

            await Console.Error.WriteLineAsync(FormattableString.Invariant($"✗ {path} cannot be used: {e.Problems.Count} problem{(e.Problems.Count == 1 ? "" : "s")}."));
            return ExitCode.Usage;
        }
    }

    /// <exception cref="OperatorException">The file cannot be read.</exception>
    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
