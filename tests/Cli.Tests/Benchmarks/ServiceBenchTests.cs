using Pipeline.Cli.Benchmarks;
using Pipeline.Cli.Benchmarks.Throughput;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Cli.Tests.Run;

namespace Pipeline.Cli.Tests.Benchmarks;

public sealed class ServiceBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sends_documents_through_the_whole_service_and_reports_each_figure()
    {
        using var bench = await PipelineProcess.RunAsync(
            "bench", "service", "-n", "24", "--rows", "300", "--pairs", "2", "--clients", "4", "--rate", "10", "--rate-seconds", "2", "--model-ms", "5", "--out", _folder.FullName);

        Assert.True(bench.ExitCode == 0, bench.Errors);
        var page = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "service.md"));
        // 5 to warm up, 4 blocks of 6 with one before each, 20 by the clock.
        Assert.Contains("| every accepted document done and delivered | 53 of 53 | met |", page, StringComparison.Ordinal);
        Assert.Contains("fixed delay of 5 ms", page, StringComparison.Ordinal);
        Assert.All(["our roles", "PostgreSQL", "together, which counts", "the sender, which does not", "documents a second"], row => Assert.All(Figures(page, row)[..2], figure => Assert.True(figure > 0, row)));
        var paced = Figures(page, "on");
        Assert.Equal((1, 0), ((int)paced[0], (int)paced[6]));
        Assert.InRange(paced[2], 1, paced[4]);
        Assert.InRange(paced[4], paced[3], paced[5]);
    }

    [Fact]
    public async Task Leaves_nothing_behind_when_it_is_interrupted()
    {
        using var bench = PipelineProcess.Start("bench", "service", "-n", "100000", "--rows", "300", "--pairs", "1", "--out", _folder.FullName);
        await Serve.Until.TrueAsync(
            () => bench.HasExited || (bench.Errors.Contains("Starting the service", StringComparison.Ordinal) && Children(bench).Any()), TimeSpan.FromMinutes(3), () => bench.Errors);
        var children = Children(bench).ToArray();

        bench.PressControlC();
        await bench.WaitAsync();

        Assert.Equal(130, bench.ExitCode);
        Assert.NotEmpty(children);
        Assert.All(children, child => Assert.Null(ProcessTree.ParentOf(child)));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "service.md")));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 3)]
    [InlineData(67, 4)]
    [InlineData(100, 5)]
    public void A_percentile_is_a_value_that_was_measured(double percent, double expected) => Assert.Equal(expected, Percentile.Of([5, 1, 4, 2, 3, 3], percent));

    private static IEnumerable<int> Children(PipelineProcess process) => ProcessTree.Family(process.Id, ProcessTree.Parents()).Skip(1);

    /// <summary>The first number in each cell of a row of a table.</summary>
    private static double[] Figures(string page, string row)
    {
        var cells = page.Split('\n').Single(line => line.StartsWith($"| {row} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries)[2..^1];
        return [.. cells.Select(cell => double.Parse(cell.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))];
    }
}
