using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Results;
using Pipeline.Workers.Tests.Reading;
using Xunit.Abstractions;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Files that made other parsers crash, loop or eat memory, through a whole run with OCR, the model and the report. Takes the better part of an hour.</summary>
[Collection(RunGroup.Name)]
public sealed class HostileRunTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataFact]
    [Trait("Nightly", "true")]
    public async Task A_run_over_hostile_files_ends_with_an_outcome_for_each()
    {
        var input = Directory.CreateDirectory(Path.Combine(_folder.FullName, "in")).FullName;
        var files = await HostileFiles.UnpackAsync(input);
        var output = Path.Combine(_folder.FullName, "out");
        // Named one by one: a folder leaves alone what is no document.
        using var run = PipelineProcess.Start(["run", .. files, "--out", output, "--data", Path.Combine(_folder.FullName, "data"), "--schema", "nda"]);
        await run.WaitAsync(TimeSpan.FromMinutes(90));

        Assert.True(run.ExitCode is 0 or 3, run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        var results = RunFixture.ReadResults(output);
        log.WriteLine(string.Join(", ", results.CountBy(result => result.Failure?.Code ?? result.Status.ToString()).OrderByDescending(count => count.Value).Select(count => $"{count.Value} {count.Key}")));
        Assert.All(files, file => Assert.Contains(results, result => result.Document.StartsWith(Path.GetFileName(file), StringComparison.Ordinal)));
        Assert.All(results, result => Assert.True(result.Status is not ResultStatus.Failed || result.Failure is { Code.Length: > 0, Reason.Length: > 0 }));
        Assert.DoesNotContain(results, result => result.Failure?.Code == "internal");
    }
}
