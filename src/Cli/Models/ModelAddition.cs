using Pipeline.Cli.Setup;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Models;

/// <summary><c>pipeline models add</c></summary>
internal static class ModelAddition
{
    public static async Task<int> RunAsync(string root, string path, string? name, CancellationToken cancellationToken)
    {
        var source = Path.GetFullPath(path);
        if (!File.Exists(source))
        {
            throw new OperatorException($"There is no file {path}.");
        }

        name ??= Path.GetFileNameWithoutExtension(source);
        if (name.Length is 0 or > 100 || name[0] is '.' or '-' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
        {
            await Console.Error.WriteLineAsync($"A model cannot be called \"{name}\": letters, digits, and . _ - only. Give it a name with --name.");
            return ExitCode.Usage;
        }

        var shelf = new ModelShelf(root);
        var found = await ModelCard.OfFileAsync(source, cancellationToken);
        var facts = await ModelTrial.RunAsync(root, source, cancellationToken);
        if (facts.Obstacle is { } obstacle)
        {
            throw new OperatorException($"{path} cannot be used. {obstacle}");
        }

        var card = await shelf.AddAsync(
            source,
            found with
            {
                Name = name,
                Version = 1,
                File = name + ".gguf",
                License = facts.License,
                Architecture = facts.Architecture,
                Added = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime),
            },
            cancellationToken);
        Console.WriteLine(FormattableString.Invariant($"Added {card.Name}: {facts.Architecture}, {ModelList.Size(card.Bytes)}, {facts.Vocabulary} vocabulary, window of {facts.Window} tokens, licence {(card.License.Length > 0 ? card.License : "not said in the file: look where you got it")}."));
        Console.WriteLine($"Try it:     pipeline run samples/contracts --schema nda --model {card.Name}");
        Console.WriteLine($"Measure it: pipeline calibrate --help. Until it has a calibration, everything that it finds goes to review.");
        return ExitCode.Done;
    }
}
