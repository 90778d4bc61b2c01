using System.CommandLine;
using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Domain.Costs;
using Pipeline.Workers.Models;
using Pipeline.Workers.Reading.Isolation;

namespace Pipeline.Cli.Doctor;

/// <summary><c>pipeline doctor</c>: what is missing, and how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = RunCommand.DataOption();
        var command = new Command("doctor", "Say what is missing on this machine, and how to get it.") { data };
        command.SetAction((parsed, cancellationToken) => ExamineAsync(RunCommand.ChosenDataFolder(parsed.GetValue(data)), cancellationToken));
        return command;
    }

    private static async Task<int> ExamineAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var root = InstallRoot.Find();
        var configuration = PipelineConfiguration.Load(root);
        var well = true;
        well &= Say(Directory.Exists(InstallRoot.Libraries(root)), "llama.cpp", InstallRoot.Libraries(root), "run `npm ci --ignore-scripts` in the checkout");
        well &= configuration.Postgres is not null
            ? Say(true, "PostgreSQL", "ConnectionStrings__Postgres", "")
            : Say(Directory.Exists(InstallRoot.PostgresPackage(root)), "PostgreSQL", $"embedded, data under {dataFolder}", "run `npm ci --ignore-scripts` in the checkout");
        foreach (var tool in (string[])["pdfinfo", "pdftotext", "pdftoppm", "pdfimages"])
        {
            well &= Say(OnPath(tool), tool, "found", "apt-get install poppler-utils");
        }

        // Recommended: without it, documents with a text layer are read all the same.
        _ = Say(OnPath("tesseract"), "tesseract", "found", "scanned pages and images cannot be read without it: apt-get install tesseract-ocr");
        var isolation = await IsolationProbe.DetectAsync(cancellationToken);
        well &= Say(isolation.Level != IsolationLevel.None, "isolation of parsers", isolation.Explanation, isolation.Explanation);
        foreach (var card in Directory.EnumerateFiles(Path.Combine(root, "models"), "*.card.json").Order(StringComparer.Ordinal))
        {
            well &= await SayModelAsync(card, cancellationToken);
        }

        well &= SayPrices(Path.Combine(root, "prices.json"));
        return well ? ExitCode.Done : ExitCode.Fault;
    }

    private static async Task<bool> SayModelAsync(string card, CancellationToken cancellationToken)
    {
        try
        {
            var (model, _) = await ModelCard.LoadAsync(card, cancellationToken);
            return Say(true, "model", $"{model.Identity}, sha256 as on its card", "");
        }
        catch (ModelCardException e)
        {
            return Say(false, "model", "", e.Message);
        }
    }

    private static bool SayPrices(string path)
    {
        try
        {
            var prices = PriceList.Load(path);
            return Say(true, "prices", $"{string.Join(", ", prices.Units)} in {prices.Currency}", "");
        }
        catch (PriceListException e)
        {
            return Say(false, "prices", "", e.Message);
        }
    }

    private static bool OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, tool)));

    private static bool Say(bool well, string what, string good, string remedy)
    {
        Console.WriteLine($"{(well ? "ok     " : "missing")}  {what}: {(well ? good : remedy)}");
        return well;
    }
}
