using Pipeline.Cli.Setup;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Models;

/// <summary>The folder models/ of the installation: cards, and the files they speak of.</summary>
internal sealed class ModelShelf(string root)
{
    /// <summary>What <c>run</c> reads with unless it is told otherwise.</summary>
    public const string Default = "contracts-135m";

    public string Folder { get; } = Path.Combine(root, "models");

    /// <summary>Paths of all cards, by name.</summary>
    public IReadOnlyList<string> Cards() =>
        Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "*" + ModelCard.CardSuffix).Order(StringComparer.Ordinal)] : [];

    public string CardOf(string name) => Path.Combine(Folder, name + ModelCard.CardSuffix);

    /// <summary>Puts a model file and its card there: first the file, under its name only when it is whole, then the card, which makes it known.</summary>
    /// <exception cref="OperatorException">The name is taken.</exception>
    public async Task<ModelCard> AddAsync(string source, ModelCard card, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        var (target, cardPath) = (Path.Combine(Folder, card.File), CardOf(card.Name));
        if (File.Exists(cardPath))
        {
            throw new OperatorException($"There is a model {card.Name} already ({cardPath}). Give this one another name with --name, or remove that card and its file.");
        }

        var partial = target + ".partial";
        try
        {
            if (Path.GetFullPath(source) != target)
            {
                await CopyAsync(source, partial, cancellationToken);
                if (await ModelCard.HashAsync(partial, cancellationToken) != card.Sha256)
                {
                    throw new OperatorException($"The copy of {source} differs from it: the file changed meanwhile, or the disk is faulty. Nothing was added; try again.");
                }

                File.Move(partial, target, overwrite: false);
            }

            await card.WriteAsync(cardPath, cancellationToken);
            return card;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        await using var from = File.OpenRead(source);
        await using var to = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20, FileOptions.Asynchronous);
        await from.CopyToAsync(to, cancellationToken);
        await to.FlushAsync(cancellationToken);
        RandomAccess.FlushToDisk(to.SafeFileHandle);
    }
}
