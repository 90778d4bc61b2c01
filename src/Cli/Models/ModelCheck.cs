using Pipeline.Cli.Setup;
using Pipeline.Workers.Models;

namespace Pipeline.Cli.Models;

/// <summary><c>pipeline models verify</c></summary>
internal static class ModelCheck
{
    public static async Task<int> RunAsync(string root, CancellationToken cancellationToken)
    {
        var shelf = new ModelShelf(root);
        var (whole, others) = (0, 0);
        foreach (var path in shelf.Cards())
        {
            try
            {
                var (card, _) = await ModelCard.LoadAsync(path, cancellationToken);
                Console.WriteLine($"ok       {card.Identity}  sha256 {card.Sha256}");
                whole++;
            }
            catch (ModelCardException e)
            {
                Console.WriteLine($"differs  {Path.GetFileName(path)}  {e.Message}");
                others++;
            }
        }

        Console.WriteLine(FormattableString.Invariant($"{whole} as their cards say, {others} not."));
        return others == 0 ? ExitCode.Done : ExitCode.Fault;
    }
}
