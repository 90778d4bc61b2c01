using Pipeline.Cli.Tests.Repository;
using Pipeline.Workers.Tests.Reading.Ocr;

namespace Pipeline.Cli.Tests.Run;

/// <summary>Flags that decide how documents are read.</summary>
[Collection(RunGroup.Name)]
public sealed class ReadingFlagTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Input => Directory.CreateDirectory(Path.Combine(_folder.FullName, "in")).FullName;

    private string Out => Path.Combine(_folder.FullName, "out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Deterministic_runs_agree_to_the_last_byte_but_for_cost()
    {
        SmallContracts.Write(Input, 4);
        await RunAsync(0, "--deterministic");
        var first = CalmRun.Stable(Out);
        await RunAsync(0, "--deterministic", "--again", "--lanes", "1");

        Assert.Equal(4, first.Count);
        Assert.Equal(first, CalmRun.Stable(Out));
    }

    [TesseractFact]
    public async Task Without_ocr_a_scan_is_left_unread_and_with_it_read_after_all()
    {
        File.WriteAllBytes(Path.Combine(Input, "scan.pdf"), Scan.Pdf(await Scan.PageAsync(1)));

        await RunAsync(3, "--no-ocr");
        var without = Assert.Single(RunFixture.ReadResults(Out));
        await RunAsync(0);
        var with = Assert.Single(RunFixture.ReadResults(Out));

        Assert.Equal("no_text", without.Failure!.Code);
        Assert.NotEqual(without.PipelineVersion, with.PipelineVersion);
        Assert.Equal(Domain.Layout.PageSource.Ocr, Assert.Single(with.Pages).Source);
        Assert.Contains("<figure", File.ReadAllText(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
    }

    private async Task RunAsync(int code, params string[] flags)
    {
        using var run = await PipelineProcess.RunAsync(["run", Input, "--schema", "nda", "--out", Out, "--data", Path.Combine(_folder.FullName, "data"), .. flags]);
        Assert.True(run.ExitCode == code, run.Output + run.Errors);
    }
}
