using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Workers.Reading;
using Xunit.Abstractions;

namespace Pipeline.Workers.Tests.Reading;

/// <summary>Files that made other parsers crash, loop or eat memory, through the reader that the product uses.</summary>
[Collection(HeavyReading.Name)]
public sealed class HostileFilesTests(ReadingFixture fixture, ITestOutputHelper log) : IClassFixture<ReadingFixture>
{
    private const long MostMemory = 1L << 30;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    [DataFact]
    public async Task Each_hostile_file_ends_in_an_outcome_within_time_and_memory()
    {
        var folder = Directory.CreateDirectory(Path.Combine(fixture.Folder, "hostile")).FullName;
        var files = await HostileFiles.UnpackAsync(folder);
        var outcomes = new ConcurrentDictionary<string, (string Code, TimeSpan Time)>();
        // Without OCR: a hundred scanned pages may rightly take longer, and have limits of their own.
        var reader = fixture.AnyReader(new ReadingOptions { Ocr = false });

        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (file, cancellationToken) =>
        {
            var clock = Stopwatch.StartNew();
            var outcome = await reader.ReadAsync(file, cancellationToken);
            outcomes[file] = (outcome is ReadingOutcome.Failed failed ? failed.Failure.Code : "read", clock.Elapsed);
        });

        var slowest = outcomes.MaxBy(outcome => outcome.Value.Time);
        log.WriteLine(string.Join(", ", outcomes.Values.CountBy(outcome => outcome.Code).OrderByDescending(count => count.Value).Select(count => $"{count.Value} {count.Key}")));
        log.WriteLine($"slowest: {Path.GetRelativePath(folder, slowest.Key)} {slowest.Value}");
        Assert.Equal(HostileFiles.Count, outcomes.Count);
        Assert.True(slowest.Value.Time < Most, $"{slowest}");
        Assert.True(outcomes.Values.Count(outcome => outcome.Code == "read") > HostileFiles.Count / 3, "Most of these files hold text that can be read.");
        using var self = Process.GetCurrentProcess();
        Assert.InRange(self.PeakWorkingSet64, 1, MostMemory);
    }
}
