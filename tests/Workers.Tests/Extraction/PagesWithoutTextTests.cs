using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;
using Pipeline.Workers.Extraction;

namespace Pipeline.Workers.Tests.Extraction;

public sealed class PagesWithoutTextTests
{
    private static readonly Page Typed = new(1, 612, 792, 0, PageSource.Text, [new Block([new Word("Agreement", null, 0)])]);
    private static readonly Page Scanned = new(2, 612, 792, 0, PageSource.Text, []);

    [Fact]
    public void A_page_without_words_is_said_on_every_field()
    {
        var marked = PagesWithoutText.Mark(Fields(), new DocumentLayout([Typed, Scanned]));

        Assert.Equal(["term", "parties"], marked.Keys);
        Assert.All(marked.Values, f => Assert.Equal(["not_calibrated", "pages_without_text"], f.Reasons));
    }

    [Fact]
    public void A_document_with_words_on_all_pages_stays_as_it_is()
    {
        var fields = Fields();

        Assert.Same(fields, PagesWithoutText.Mark(fields, new DocumentLayout([Typed])));
    }

    private static OrderedDictionary<string, FieldResult> Fields() => new()
    {
        ["term"] = new FieldResult { State = FieldState.Absent, Decision = FieldDecision.Review, Reasons = ["not_calibrated"] },
        ["parties"] = new FieldResult { State = FieldState.Absent, Decision = FieldDecision.Review, Reasons = ["not_calibrated"] },
    };
}
