using System.Globalization;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Tests.Run;

[Collection(RunGroup.Name)]
public sealed class RunOutputTests(RunFixture run)
{
    [Fact]
    public void Every_file_has_one_line_in_path_order()
    {
        string[] expected = [.. Directory.EnumerateFileSystemEntries(run.Input, "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => Path.GetRelativePath(run.Input, f))];

        Assert.Equal(expected, run.Results.Select(r => r.Document));
    }

    [Fact]
    public void Some_failed_documents_give_exit_code_3() => Assert.True(run.ExitCode == 3, run.Errors);

    [Theory]
    [InlineData("encrypted.pdf", "encrypted")]
    [InlineData("truncated.pdf", "damaged")]
    [InlineData("empty.pdf", "empty")]
    [InlineData("also empty.pdf", "empty")]
    [InlineData("not a pdf.pdf", "unsupported_format")]
    [InlineData("no words.pdf", "no_text")]
    [InlineData("5000 pages.pdf", "too_many_pages")]
    [InlineData("gone.pdf", "unreadable")]
    public void A_bad_file_fails_with_a_reason_that_says_what_to_do(string name, string code)
    {
        var result = run.Result(name);

        Assert.Equal(ResultStatus.Failed, result.Status);
        Assert.Equal(code, result.Failure!.Code);
        Assert.True(result.Failure.Reason.Length > 30, result.Failure.Reason);
        Assert.Contains(code + ":", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_content_again_is_a_duplicate_of_the_first()
    {
        var result = run.Result("sub folder/the same again.pdf");

        Assert.Equal(ResultStatus.Duplicate, result.Status);
        Assert.Equal("nda.pdf", result.DuplicateOf);
        Assert.Equal(run.Result("nda.pdf").Sha256, result.Sha256);
    }

    [Fact]
    public void A_word_of_100000_characters_does_not_hide_the_rest()
    {
        var law = run.Result("long word.pdf").Fields["governing_law"];

        Assert.Equal("Ohio", Assert.Single(law.Values).Normalized);
    }

    [Fact]
    public void An_odd_name_is_read_and_does_not_reach_the_terminal_raw()
    {
        Assert.Equal("Texas", Assert.Single(run.Results.Single(r => r.Document.Contains("名前", StringComparison.Ordinal)).Fields["governing_law"].Values).Normalized);
        Assert.DoesNotContain("\e[31m", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mutual_nda_is_read_right()
    {
        var fields = run.Result("nda.pdf").Fields;

        Assert.Equal("2025-04-14", Assert.Single(fields["effective_date"].Values).Normalized);
        Assert.Equal("Washington", Assert.Single(fields["governing_law"].Values).Normalized);
        Assert.Equal("2 years", Assert.Single(fields["term"].Values).Normalized);
        Assert.Equal(2, fields["parties"].Values.Count);
    }

    [Fact]
    public void A_page_that_lies_on_its_side_is_read_too()
    {
        foreach (var name in (string[])["rotated 90.pdf", "rotated 270.pdf"])
        {
            var rotated = run.Result(name);
            Assert.All(rotated.Pages, p => Assert.Equal((90, 792.0, 612.0), (p.Rotation % 180, p.Width, p.Height)));
            // Blocks come in another order from a page on its side, so that not every field is found alike.
            Assert.Equal("Washington", Assert.Single(rotated.Fields["governing_law"].Values).Normalized);
            Assert.Equal("2025-04-14", Assert.Single(rotated.Fields["effective_date"].Values).Normalized);
        }
    }

    [Fact]
    public void Every_field_of_the_schema_is_there_and_is_decided_by_the_shipped_calibration()
    {
        var read = run.Results.Where(r => r.Status is ResultStatus.Review or ResultStatus.Accepted).ToList();
        var fields = read.SelectMany(r => r.Fields.Values).ToList();

        Assert.All(read, result => Assert.Equal(42, result.Fields.Count));
        // For review with a reason, or for a reason that there is none.
        Assert.All(fields, f => Assert.Equal(f.Decision == FieldDecision.Review, f.Reasons.Count > 0));
        Assert.All(fields, f => Assert.True(f.Decision != FieldDecision.Accepted || f.Values.Count > 0));
        Assert.All(fields, f => Assert.True(f.Decision != FieldDecision.Absent || f.Values.Count == 0));
        Assert.Contains(fields, f => f.Decision == FieldDecision.Absent);
        Assert.All(fields.SelectMany(f => f.Values), v => Assert.Equal("calibrated", v.ConfidenceSource));
    }

    [Fact]
    public void Cost_lines_add_up_to_the_total()
    {
        Assert.All(run.Results, result =>
        {
            var lines = result.Cost.Lines.Select(l => decimal.Parse(l.Amount, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(decimal.Parse(result.Cost.Total, CultureInfo.InvariantCulture), lines.Sum());
            Assert.Equal(result.Status == ResultStatus.Review, result.Cost.Lines.Any(l => l.Stage == "extracting"));
        });
        Assert.True(decimal.Parse(run.Result("saas.pdf").Cost.Total, CultureInfo.InvariantCulture) is > 0.00001m and < 0.01m);
    }

    [Fact]
    public void The_table_of_values_has_a_row_for_each_value()
    {
        var rows = File.ReadAllText(Path.Combine(run.Out, "results.csv"));

        Assert.StartsWith("document,field,value,normalized,confidence,decision,page,quote\n", rows, StringComparison.Ordinal);
        // A quoted cell may hold a line feed only where a name does.
        var values = run.Results.Sum(r => r.Fields.Values.Sum(f => f.Values.Count));
        var inNames = run.Results.Sum(r => r.Document.Count(c => c == '\n') * r.Fields.Values.Sum(f => f.Values.Count));
        Assert.Equal(1 + values + inNames, rows.Count(c => c == '\n'));
    }

    [Fact]
    public async Task The_same_command_again_reads_nothing_and_gives_the_same_results()
    {
        var other = Path.Combine(run.Folder, "again");
        using var again = await PipelineProcess.RunAsync("run", run.Input, "--out", other, "--data", run.Data);

        Assert.Contains("0 to read", again.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Starting the model", again.Errors, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(run.Out, "results.jsonl")), File.ReadAllText(Path.Combine(other, "results.jsonl")));
    }

    [Fact]
    public async Task Another_schema_reads_again_without_reading_the_pages_again()
    {
        using var again = await PipelineProcess.RunAsync("run", Path.Combine(run.Input, "nda.pdf"), "--schema", "nda", "--out", Path.Combine(run.Folder, "nda"), "--data", run.Data);

        var result = Assert.Single(RunFixture.ReadResults(Path.Combine(run.Folder, "nda")));
        Assert.Equal("nda@1", result.Schema);
        Assert.NotEqual(run.Result("nda.pdf").PipelineVersion, result.PipelineVersion);
        Assert.Equal(["effective_date", "governing_law", "parties", "term"], result.Fields.Keys);
        Assert.Equal(0, again.ExitCode);
    }
}
