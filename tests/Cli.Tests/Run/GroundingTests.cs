using Pipeline.Domain.Results;
using Pipeline.Workers.Tests.Reading;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Each value is a verbatim span of its quote, stands on the stated page, and lies inside its boxes; looked up with poppler anew, not in our own layout.</summary>
[Collection(RunGroup.Name)]
public sealed class GroundingTests(RunFixture run)
{
    [Fact]
    public async Task Values_stand_where_the_results_say()
    {
        var documents = run.Results.Where(r => r.Status == ResultStatus.Review).ToArray();
        Assert.Contains(documents, d => d.Pages.Any(p => p.Rotation == 90));
        Assert.Contains(documents, d => d.Pages.Any(p => p.Rotation == 270));

        var places = 0;
        foreach (var document in documents)
        {
            places += await GroundingCheck.CheckAsync(document, Path.Combine(run.Input, document.Document));
        }

        Assert.True(places > 60, $"Only {places} places were checked.");
    }

    [DataFact]
    public async Task Values_of_real_contracts_stand_where_the_results_say()
    {
        string[] names = [.. Directory.EnumerateFiles(Path.Combine(DataFactAttribute.Folder, "kleister-nda", "documents"), "*.pdf").Order(StringComparer.Ordinal).Where((_, i) => i % 60 == 0)];
        var folder = Path.Combine(run.Folder, "real");
        using var reading = await PipelineProcess.RunAsync(["run", .. names, "--schema", "nda", "--out", folder, "--data", run.Data]);
        Assert.True(reading.ExitCode == 0, reading.Errors);

        foreach (var document in RunFixture.ReadResults(folder))
        {
            await GroundingCheck.CheckAsync(document, names.Single(n => Path.GetFileName(n) == document.Document));
        }
    }
}
