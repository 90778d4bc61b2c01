using System.Text.Json;
using Pipeline.Chaos.Tests.Roles;
using Pipeline.Storage.Tests;

namespace Pipeline.Chaos.Tests.Models;

public sealed class TinyModelTests
{
    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-chaos-");
        try
        {
            foreach (var (name, seed) in new[] { ("a", 7), ("b", 7), ("c", 8) })
            {
                TinyModel.Write(folder.FullName, name, ["term"], seed);
            }

            var bytes = (string name) => File.ReadAllBytes(Path.Combine(folder.FullName, name + ".gguf"));
            Assert.Equal(bytes("a"), bytes("b"));
            Assert.NotEqual(bytes("a"), bytes("c"));
            Assert.InRange(bytes("a").Length, 1000, 1_000_000);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_engine_reads_with_it_in_milliseconds()
    {
        if (!EmbeddedPackage.IsInstalled)
        {
            Assert.NotEqual("true", Environment.GetEnvironmentVariable("CI"));
            return;
        }

        using var installation = new TinyInstallation(Checkout.Root, seed: 1);
        var work = Directory.CreateTempSubdirectory("pipeline-chaos-run-");
        // The database's user passes through when the tests run as root.
        work.UnixFileMode |= UnixFileMode.OtherExecute;
        try
        {
            var input = work.CreateSubdirectory("in").FullName;
            Documents.SmallDocuments.Write(input, 0, 40);
            using var run = RoleProcess.Start(
                new Dictionary<string, string> { ["PIPELINE_ROOT"] = installation.Folder, ["Pipeline__Engine__Lanes"] = "1" },
                "run", input, "--schema", TinyInstallation.Schema, "--out", Path.Combine(work.FullName, "out"), "--data", Path.Combine(work.FullName, "data"), "--report-images", "none");
            await run.WaitForExitAsync(TimeSpan.FromMinutes(3));

            Assert.True(run.ExitCode == 0, run.Said);
            var results = File.ReadLines(Path.Combine(work.FullName, "out", "results.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
            Assert.Equal(40, results.Count);
            Assert.All(results, result => Assert.Equal("plumbing@1", result.GetProperty("model").GetString()));
            var seconds = results.SelectMany(result => result.GetProperty("cost").GetProperty("lines").EnumerateArray())
                .Where(line => line.GetProperty("stage").GetString() == "extracting").Select(line => double.Parse(line.GetProperty("quantity").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            Assert.InRange(seconds.Average(), 0, 0.1);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
