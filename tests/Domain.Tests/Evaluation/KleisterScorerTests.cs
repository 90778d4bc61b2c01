using Pipeline.Domain.Evaluation;

namespace Pipeline.Domain.Tests.Evaluation;

public sealed class KleisterScorerTests
{
    private static readonly string[] Expected =
    [
        """{"document":"a.pdf","fields":{"party":["Nike Inc.","Eric Dean Sprunk"],"jurisdiction":["Oregon"],"term":["2 years"]}}""",
        """{"document":"b.pdf","fields":{"party":["Acme Ltd."],"effective_date":["2001-04-18"]}}""",
    ];

    [Fact]
    public void Counts_values_without_case_and_marks()
    {
        var score = KleisterScorer.ScoreLines(
            [
                """{"document":"in/a.pdf","fields":{"parties":{"values":[{"normalized":"NIKE, INC"},{"normalized":null,"value":"Bolt"}]},"term":{"values":[{"normalized":"2 Years and more"}]},"governing_law":{"values":[{"value":"oregon","normalized":""}]},"document_name":{"values":[{"value":"x"}]}}}""",
            ],
            Expected,
            new KleisterOptions());
        Assert.Equal(["party", "jurisdiction", "term", "effective_date"], score.Fields.Select(field => field.Field));
        Assert.Equal(new FieldScore("party", 1, 1, 2), score.Fields[0]);
        Assert.Equal(new FieldScore("jurisdiction", 1, 0, 0), score.Fields[1]);
        Assert.Equal(new FieldScore("term", 1, 0, 0), score.Fields[2]);
        Assert.Equal(new FieldScore("effective_date", 0, 0, 1), score.Fields[3]);
        Assert.Equal((3, 1, 3), (score.Total.Right, score.Total.Wrong, score.Total.Missed));
        Assert.Equal(0.6, score.Total.F1, 12);
        Assert.Equal(2, score.Documents);
    }

    [Fact]
    public void Looks_at_documents_with_a_result_only_when_asked_to()
    {
        string[] results = ["""{"document":"b.pdf","fields":{"parties":{"values":[{"normalized":"Acme Ltd"}]}}}"""];
        Assert.Equal((2, 1, 5), Summary(KleisterScorer.ScoreLines(results, Expected, new KleisterOptions())));
        Assert.Equal((1, 1, 1), Summary(KleisterScorer.ScoreLines(results, Expected, new KleisterOptions(PresentOnly: true))));
    }

    [Fact]
    public void Counts_accepted_fields_only_when_asked_to()
    {
        string[] results =
        [
            """{"document":"a.pdf","fields":{"parties":{"decision":"review","values":[{"normalized":"Nike Inc."}]},"governing_law":{"decision":"accepted","values":[{"normalized":"Oregon"}]}}}""",
        ];
        Assert.Equal((2, 1, 5), Summary(KleisterScorer.ScoreLines(results, Expected, new KleisterOptions(AcceptedOnly: true))));
    }

    [Fact]
    public void The_last_of_two_results_of_a_document_counts()
    {
        string[] results =
        [
            """{"document":"x/b.pdf","fields":{"parties":{"values":[{"normalized":"Acme Ltd"}]}}}""",
            "",
            """{"document":"y/b.pdf","fields":null}""",
        ];
        Assert.Equal((1, 0, 2), Summary(KleisterScorer.ScoreLines(results, Expected, new KleisterOptions(PresentOnly: true))));
    }

    [Fact]
    public void Prints_the_lines_of_the_script()
    {
        // Sixteen documents with one party, of which one is found: 1/16 and 2/17 test both roundings.
        var expected = Enumerable.Range(0, 16).Select(i => $$$"""{"document":"{{{i}}}.pdf","fields":{"party":["P"]}}""").ToList();
        var score = KleisterScorer.ScoreLines(["""{"document":"0.pdf","fields":{"parties":{"values":[{"value":"p"}]}}}"""], expected, new KleisterOptions());
        Assert.Equal(
            """
            party            P 1.000 R 0.062 F1 0.118 n 16
            jurisdiction     P 0.000 R 0.000 F1 0.000 n 0
            term             P 0.000 R 0.000 F1 0.000 n 0
            effective_date   P 0.000 R 0.000 F1 0.000 n 0
            F1 0.1176 [0.000, 0.316] documents 16

            """,
            score.ToText());
    }

    [Fact]
    public void Says_which_line_cannot_be_read()
    {
        var exception = Assert.Throws<FormatException>(() => KleisterScorer.ScoreLines(["{}", "{"], Expected, new KleisterOptions()));
        Assert.StartsWith("Line 1 of the result file", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<FormatException>(() => KleisterScorer.ScoreLines([], [Expected[0], "7"], new KleisterOptions()));
        Assert.StartsWith("Line 2 of the expected file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_scores_nothing() =>
        Assert.Equal("F1 0.0000 [0.000, 0.000] documents 0\n", KleisterScorer.ScoreLines([], [], new KleisterOptions()).ToText());

    private static (int Documents, int Right, int Missed) Summary(KleisterScore score) => (score.Documents, score.Total.Right, score.Total.Missed);
}
