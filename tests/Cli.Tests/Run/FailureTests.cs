using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Documents;
using Pipeline.Domain.Results;
using Pipeline.Domain.Tests.Results;

namespace Pipeline.Cli.Tests.Run;

/// <summary>What is wrong, what to do, and what became of the rest.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_encrypted_document_among_others_is_said_in_one_line()
    {
        var table = Table([Result("lease.pdf", DocumentFailures.Encrypted), .. Enumerable.Range(0, 9).Select(i => Result($"{i}.pdf"))]);

        Assert.Contains("✗ lease.pdf  encrypted: needs a password. Save an unprotected copy, run again. 9 others were read.", table);
    }

    [Fact]
    public void A_failure_after_the_first_rows_is_shown_too()
    {
        var table = Table([.. Enumerable.Range(0, 100).Select(i => Result($"{i}.pdf")), Result("last.pdf", DocumentFailures.Damaged)]);

        Assert.Contains(table, line => line.StartsWith("✗ last.pdf  damaged: the file is cut off", StringComparison.Ordinal));
        Assert.Contains("… and 70 more in the results", table);
        Assert.All(table, line => Assert.InRange(line.Length, 0, RunTable.Columns));
    }

    [Fact]
    public void A_missing_pdftotext_is_said_before_any_work()
    {
        var pdf = _folder.Write("a.pdf", "%PDF-1.4");
        var text = _folder.Write("a.txt", "This is a contract.");

        var refusal = Assert.Throws<OperatorException>(() => ReadingTools.Require([text, pdf], program => program == "pdftotext" ? null : "/usr/bin/" + program));

        Assert.Equal("Cannot read PDFs: pdftotext is missing. Run: sudo apt-get install poppler-utils. Nothing was read.", refusal.Message);
        // Without a PDF nothing is missing; and with poppler neither.
        ReadingTools.Require([text], _ => null);
        ReadingTools.Require([text, pdf], program => "/usr/bin/" + program);
    }

    [Fact]
    public void Folders_of_killed_runs_are_swept_and_those_of_living_ones_stay()
    {
        using var living = RunFolder.Create();
        var parent = Path.GetDirectoryName(living.FullName)!;
        var dead = Directory.CreateDirectory(Path.Combine(parent, $"pipeline-run-dead-{Environment.ProcessId}"));
        File.WriteAllText(Path.Combine(dead.FullName, "lock"), "");
        File.WriteAllText(Path.Combine(dead.FullName, "engine.sock"), "");
        var old = Directory.CreateDirectory(Path.Combine(parent, $"pipeline-run-old-{Environment.ProcessId}"));

        RunFolder.Sweep(parent);

        Assert.False(dead.Exists && Directory.Exists(dead.FullName));
        Assert.True(Directory.Exists(living.FullName));
        // Just made, perhaps by a run that is about to lock it.
        Assert.True(Directory.Exists(old.FullName));
        old.Delete();
    }

    private static string[] Table(IReadOnlyList<DocumentResult> results)
    {
        using var text = new StringWriter();
        new RunTable([]).Print(text, results);
        return text.ToString().Split('\n');
    }

    private static DocumentResult Result(string name, DocumentFailure? failure = null) =>
        PlainResult.Of(name) with { Status = failure is null ? ResultStatus.Review : ResultStatus.Failed, Failure = failure };
}
