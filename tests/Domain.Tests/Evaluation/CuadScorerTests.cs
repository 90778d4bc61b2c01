using Pipeline.Domain.Evaluation;

namespace Pipeline.Domain.Tests.Evaluation;

public sealed class CuadScorerTests
{
    private static readonly string[] Expected =
    [
        """{"document":"a","fields":{"governing_law":{"answer":"Ohio","spans":["It is governed by the laws of the State of Ohio."]},"audit_rights":{"answer":"No","spans":[]}}}""",
        """{"document":"b","fields":{"governing_law":{"answer":"Utah","spans":["The law of Utah applies.","Utah"]},"audit_rights":{"answer":"Yes","spans":["Acme may audit the books of Bolt once a year."]}}}""",
    ];

    private static readonly string[] Results =
    [
        """{"document":"in/a.pdf","fields":{"governing_law":{"values":[{"value":"Ohio","confidence":0.9,"evidence":[{"quote":"It is governed by the laws of the State of Ohio."}]}]},"audit_rights":{"values":[{"value":null,"confidence":0.2,"evidence":[{"quote":"Nothing of the kind."}]}]}}}""",
        """{"document":"b.txt","fields":{"governing_law":{"values":[{"value":"UTAH","confidence":0.8,"evidence":[]}]},"audit_rights":{"values":[]}}}""",
    ];

    [Fact]
    public void Prints_the_lines_of_the_script()
    {
        Assert.Equal(
            """
            governing_law                          P 1.00 R 0.67 spans    3 presence accuracy 1.00
            audit_rights                           P 0.00 R 0.00 spans    1 presence accuracy 0.00
            F1 0.5714 P 0.667 R 0.500 AUPR 0.5000 P@80R 0.000 presence 0.5000 documents 2

            """,
            CuadScorer.ScoreLines(Results, Expected, presentOnly: false).ToText());
    }

    [Fact]
    public void Counts_by_document_for_comparisons()
    {
        var score = CuadScorer.ScoreLines(Results, Expected, presentOnly: true);
        Assert.Equal([new DocumentCounts("a", 1, 1, 1, 1), new DocumentCounts("b", 1, 0, 1, 3)], score.Documents);
        Assert.Equal(score.F1, DocumentCounts.F1(score.Documents), 12);
    }

    [Theory]
    [InlineData("the State of Ohio", "It is governed by the laws of the State of Ohio, of course.", true)]
    [InlineData("of the State", "It is governed by the laws of the State of Ohio, of course.", false)]
    [InlineData("Acme Inc", "ACME, INC.", true)]
    [InlineData("", "Acme", false)]
    public void A_short_text_matches_what_holds_it(string prediction, string span, bool matches) =>
        Assert.Equal(matches, CuadMatch.Matches(CuadMatch.Words(prediction), CuadMatch.Words(span)));

    [Fact]
    public void Says_which_line_cannot_be_read() =>
        Assert.StartsWith("Line 1 of the expected file", Assert.Throws<FormatException>(() => CuadScorer.ScoreLines([], ["{}"], false)).Message, StringComparison.Ordinal);
}
