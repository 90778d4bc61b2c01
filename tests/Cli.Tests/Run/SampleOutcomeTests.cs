using System.Text.Json;
using Pipeline.Cli.Tests.Repository;
using Pipeline.Domain.Fields;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;

namespace Pipeline.Cli.Tests.Run;

/// <summary>What becomes of each sample, with the real readers and the real model: each trap of samples/README.md is stepped over, or its field says why somebody has to look.</summary>
[Collection(RunGroup.Name)]
public sealed class SampleOutcomeTests(SampleRun run) : IClassFixture<SampleRun>
{
    [Fact]
    public void All_contracts_are_read_and_only_the_files_in_trouble_fail()
    {
        Assert.True(run.ExitCode == 3, run.Errors);
        Assert.Equal(10, run.Results.Count(result => result.Status is ResultStatus.Accepted or ResultStatus.Review));
        Assert.All(run.Results.Where(result => result.Pages.Count > 0), result => Assert.Equal(42, result.Fields.Count));
    }

    [Theory]
    [InlineData("sealed-side-letter.pdf", "encrypted")]
    [InlineData("half-of-an-nda.pdf", "damaged")]
    [InlineData("nothing.pdf", "empty")]
    [InlineData("price-list.pdf", "unsupported_format")]
    public void A_file_in_trouble_fails_with_its_code(string name, string code)
    {
        Assert.Equal(ResultStatus.Failed, run[name].Status);
        Assert.Equal(code, run[name].Failure!.Code);
        Assert.Contains($"{code}:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_under_another_name_is_a_duplicate_and_not_read_again()
    {
        Assert.Equal(ResultStatus.Duplicate, run["the-same-nda.pdf"].Status);
        Assert.Equal("mutual-nda.pdf", run["the-same-nda.pdf"].DuplicateOf);
    }

    [Fact]
    public void The_governing_law_of_every_contract_is_right_or_says_why_not()
    {
        foreach (var expected in Samples())
        {
            var answer = expected.GetProperty("fields").GetProperty("governing_law").GetProperty("answer").GetString()!;
            var field = run[expected.GetProperty("file").GetString()!].Fields["governing_law"];
            // England alone is what the model makes of "England and Wales".
            Assert.True(answer == "No" ? field.Values.Count == 0 : field.Values.Any(value => answer.StartsWith(value.Normalized ?? "?", StringComparison.Ordinal)), $"{expected.GetProperty("file")}: {answer}");
        }
    }

    [Fact]
    public void Every_box_lies_on_its_page()
    {
        foreach (var result in run.Results)
        {
            foreach (var place in result.Fields.Values.SelectMany(field => field.Values.Concat(field.Candidates)).SelectMany(value => value.Evidence))
            {
                var page = result.Pages.Single(one => one.Number == place.Page);
                Assert.All(place.Boxes, box => Assert.True(
                    box[0] >= 0 && box[1] >= 0 && box[0] < box[2] && box[1] < box[3] && box[2] <= page.Width + 1 && box[3] <= page.Height + 1, $"{result.Document}, page {place.Page}"));
            }
        }
    }

    [Fact]
    public void Of_55_parties_nearly_all_are_found_and_none_is_dropped_without_a_word()
    {
        var parties = run["supply-agreement.pdf"].Fields["parties"];
        var found = parties.Values.Concat(parties.Candidates).Select(value => value.Value!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = Expected("supply-agreement", "parties").Select(party => party.GetProperty("value").GetString()!).Where(party => !found.Contains(party)).ToList();

        Assert.Equal(FieldDecision.Review, parties.Decision);
        Assert.True(missing.Count <= 6, $"{missing.Count} of 55 are missing: {string.Join(", ", missing)}");
    }

    [Fact]
    public void A_value_over_a_page_break_has_a_place_on_each_page()
    {
        var term = Assert.Single(run["supply-agreement.pdf"].Fields["term"].Values);

        Assert.Equal(("five (5) years", "5 years"), (term.Value, term.Normalized));
        Assert.Equal([5, 6], term.Evidence.Select(place => place.Page));
        Assert.All(term.Evidence, place => Assert.Single(place.Boxes));
        // The last words of one page, the first of the next.
        Assert.True(term.Evidence[0].Boxes[0][1] > term.Evidence[1].Boxes[0][3]);
    }

    [Fact]
    public void A_skewed_scan_with_a_page_on_its_side_is_read()
    {
        var scan = run["employment-nda.pdf"];

        Assert.All(scan.Pages, page => Assert.Equal(PageSource.Ocr, page.Source));
        Assert.Equal([612, 792, 612], scan.Pages.Select(page => page.Width));
        Assert.Equal("2025-08-18", Assert.Single(scan.Fields["effective_date"].Values).Normalized);
        // The term stands on the page that lies on its side.
        var term = Assert.Single(scan.Fields["term"].Values);
        Assert.Equal("3 years", term.Normalized);
        var box = term.Evidence.Single(place => place.Page == 2).Boxes[0];
        Assert.True(box[3] - box[1] > box[2] - box[0], "The words run down the page.");
    }

    [Fact]
    public void A_zero_in_place_of_a_letter_does_not_hide_the_law()
    {
        var law = run["employment-nda.pdf"].Fields["governing_law"];

        Assert.True(law.Values is [{ Normalized: "Ohio" }] || law.Reasons.Contains(Reasons.UnknownJurisdiction));
    }

    [Fact]
    public void What_tracked_changes_deleted_is_nowhere_and_what_they_inserted_is_found()
    {
        var license = run["license-agreement.docx"];
        string[] deleted = ["Delaware", "five (5)", "September 15", "develop, make or sell", "six percent", "400,000"];

        Assert.Equal("Massachusetts", Assert.Single(license.Fields["governing_law"].Values).Normalized);
        Assert.Equal("7 years", Assert.Single(license.Fields["term"].Values).Normalized);
        Assert.Equal("2025-10-01", Assert.Single(license.Fields["effective_date"].Values).Normalized);
        var quotes = license.Fields.Values.SelectMany(field => field.Values.Concat(field.Candidates)).SelectMany(value => value.Evidence).Select(place => place.Quote).Concat(license.PossibleMisses.Select(miss => miss.Quote));
        Assert.All(quotes, quote => Assert.DoesNotContain(deleted, text => quote.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_cap_in_a_footnote_is_found() =>
        Assert.Contains(run["license-agreement.docx"].Fields["cap_on_liability"].Values, value => value.Evidence[0].Quote.Contains("limited to the sum of the payments", StringComparison.Ordinal));

    [Fact]
    public void The_expiry_that_an_amendment_takes_away_is_never_accepted()
    {
        var expiration = run["amendment.pdf"].Fields["expiration_date"];
        var dates = expiration.Values.Concat(expiration.Candidates).Select(value => value.Normalized).ToList();

        Assert.Contains("2027-12-31", dates);
        Assert.Equal(FieldDecision.Review, expiration.Decision);
        Assert.True(expiration.Values[0].Normalized == "2027-12-31" || expiration.Reasons.Contains(Reasons.ReplacedValue), string.Join(", ", expiration.Reasons));
    }

    [Fact]
    public void The_seat_of_an_arbitration_is_not_the_law()
    {
        var law = run["distribution-agreement.pdf"].Fields["governing_law"];

        Assert.DoesNotContain(law.Values, value => value.Normalized == "Singapore");
        Assert.Contains("10.1", Assert.Single(law.Values).Evidence[0].Quote, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_are_read_one_after_the_other()
    {
        var fields = run["distribution-agreement.pdf"].Fields;

        // A line of one column does not run on into the other: the quotes are those of the contract.
        Assert.Equal(Expected("distribution-agreement", "insurance").Single().GetProperty("quote").GetString(), Clause(fields["insurance"]));
        Assert.Equal(Expected("distribution-agreement", "governing_law").Single().GetProperty("quote").GetString(), Clause(fields["governing_law"]));
        Assert.Contains(fields["cap_on_liability"].Values, value => value.Evidence[0].Quote.StartsWith("6.1 Subject to clause 6.2, neither party is liable to the other", StringComparison.Ordinal));

        static string Clause(FieldResult field) => System.Text.RegularExpressions.Regex.Replace(field.Values[0].Evidence[0].Quote, @"^[\d.]+ ", "");
    }

    [Theory]
    [InlineData("effective_date", "____________")]
    [InlineData("term", "[***]")]
    public void A_blank_is_told_from_nothing(string name, string blank)
    {
        var field = run["consulting-form.pdf"].Fields[name];

        Assert.Equal(FieldState.BlankInDocument, field.State);
        Assert.Contains(Reasons.BlankInDocument, field.Reasons);
        Assert.Equal(blank, field.Candidates[0].Value);
    }

    [Fact]
    public void A_form_with_one_party_says_that_the_other_is_blank()
    {
        var parties = run["consulting-form.pdf"].Fields["parties"];

        Assert.Single(parties.Values);
        Assert.Contains(Reasons.BlankInDocument, parties.Reasons);
        Assert.Equal("______________________", parties.Candidates[0].Value);
    }

    [Fact]
    public void White_text_on_white_paper_sends_its_field_to_a_person()
    {
        var fields = run["commercial-lease.pdf"].Fields;

        Assert.Contains(Reasons.HiddenText, fields["governing_law"].Reasons);
        Assert.Equal(FieldDecision.Review, fields["governing_law"].Decision);
        Assert.Contains(fields["governing_law"].Values, value => value.Normalized == "Oregon");
        Assert.All(run.Results.Where(result => result.Document != "commercial-lease.pdf").SelectMany(result => result.Fields.Values), field => Assert.DoesNotContain(Reasons.HiddenText, field.Reasons));
        Assert.DoesNotContain(Reasons.HiddenText, fields["term"].Reasons);
    }

    [Fact]
    public void A_date_that_can_be_read_in_two_ways_says_so()
    {
        var date = run["commercial-lease.pdf"].Fields["effective_date"];

        Assert.Equal("2024-03-04", Assert.Single(date.Values).Normalized);
        Assert.Contains(Reasons.AmbiguousDate, date.Reasons);
        Assert.Equal(FieldDecision.Review, date.Decision);
        Assert.DoesNotContain(Reasons.AmbiguousDate, run["commercial-lease.pdf"].Fields["expiration_date"].Reasons);
    }

    [Fact]
    public void A_contract_in_two_languages_goes_to_a_person_as_a_whole()
    {
        var fields = run["cooperation-agreement.pdf"].Fields;

        Assert.All(fields.Values, field => Assert.Contains(Reasons.Language, field.Reasons));
        Assert.Equal("Germany", Assert.Single(fields["governing_law"].Values).Normalized);
        Assert.Equal("2025-08-01", Assert.Single(fields["effective_date"].Values).Normalized);
    }

    private static List<JsonElement> Expected(string document, string field) =>
        [.. Samples().Single(sample => sample.GetProperty("document").GetString() == document).GetProperty("fields").GetProperty(field).GetProperty("evidence").EnumerateArray()];

    private static IEnumerable<JsonElement> Samples() =>
        File.ReadLines(Checkout.PathOf("samples/contracts/expected.jsonl")).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
}
