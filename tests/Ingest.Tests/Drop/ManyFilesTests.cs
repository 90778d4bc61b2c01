using System.Globalization;
using Pipeline.Domain.Documents;
using Pipeline.Storage.Tests;
using Xunit.Abstractions;

namespace Pipeline.Ingest.Tests.Drop;

[Collection(PostgresGroup.Name)]
public sealed class ManyFilesTests(PostgresFixture postgres, ITestOutputHelper output)
{
    /// <summary>reliability.md: 100,000 files, of which CI drops 2,000. A fifth is written slowly, a tenth renamed in, a tenth has the content of another.</summary>
    [PostgresFact]
    public async Task None_of_many_files_is_missed_or_half_read_by_two_processes_though_the_watcher_loses_count()
    {
        var nightly = Environment.GetEnvironmentVariable("PIPELINE_NIGHTLY") is { Length: > 0 };
        var files = nightly ? 100_000 : 2_000;
        await using var bed = await DropBed.MakeAsync(await postgres.CreateDatabaseAsync(TimeProvider.System));
        bed.Options = bed.Options with { Settle = TimeSpan.FromSeconds(2) };
        bed.Parts = bed.Parts with { Hints = path => new LossyHints(path) };
        var started = TimeProvider.System.GetTimestamp();
        await using (var first = bed.Watch())
        await using (var second = bed.Watch())
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, files), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) => await WriteAsync(bed, number));
            output.WriteLine($"written after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
            var patience = TimeSpan.FromMinutes(nightly ? 120 : 5);
            while (Count(bed, "done") + Count(bed, "duplicates") < files && TimeProvider.System.GetElapsedTime(started) < patience)
            {
                await Task.Delay(200);
            }
        }

        output.WriteLine($"taken after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        var documents = await bed.DocumentsAsync();
        var expected = Enumerable.Range(0, files).Select(number => DropBed.Sha256(Content(number))).ToHashSet();
        Assert.Equal(expected, documents.Select(document => document.Sha256!).ToHashSet());
        Assert.Equal(files, documents.Count);
        Assert.Equal(expected.Count, documents.Count(document => document.Stage == DocumentStage.Received));
        Assert.Equal(files - expected.Count, Count(bed, "duplicates"));
        Assert.DoesNotContain(bed.Log.Lines, line => line.Contains(".pdf", StringComparison.Ordinal) || line.StartsWith("1006 ", StringComparison.Ordinal));
    }

    private static int Count(DropBed bed, string folder) =>
        Directory.Exists(bed.PathOf(folder)) ? Directory.EnumerateFiles(bed.PathOf(folder), "*", SearchOption.AllDirectories).Count() : 0;

    // Every tenth has the content of the one before.
    private static byte[] Content(int number) =>
        DropBed.Pdf(string.Concat(Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"contract {(number % 10 == 9 ? number - 1 : number)}. "), 200)));

    private static async Task WriteAsync(DropBed bed, int number)
    {
        var folder = Directory.CreateDirectory(bed.PathOf($"batch-{number % 7}")).FullName;
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number}.pdf"));
        var content = Content(number);
        switch (number % 10)
        {
            case 0:
                // Longer pauses than the settle time, but open all the while.
                await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
                {
                    await file.WriteAsync(content.AsMemory(0, 100));
                    await Task.Delay(number % 50 == 0 ? 3000 : 100);
                    await file.WriteAsync(content.AsMemory(100));
                }

                break;
            case 1:
                foreach (var part in content.Chunk((content.Length / 3) + 1))
                {
                    await using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                    {
                        await file.WriteAsync(part);
                    }

                    await Task.Delay(100);
                }

                break;
            case 2:
                await File.WriteAllBytesAsync(path + ".part", content);
                File.Move(path + ".part", path);
                break;
            default:
                await File.WriteAllBytesAsync(path, content);
                break;
        }
    }
}
