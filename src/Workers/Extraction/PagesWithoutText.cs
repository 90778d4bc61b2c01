using Pipeline.Domain.Fields;
using Pipeline.Domain.Layout;
using Pipeline.Domain.Results;

namespace Pipeline.Workers.Extraction;

/// <summary>A document of which some pages hold no words (a scanned annex behind a typed cover) must not look complete: what is absent may stand there.</summary>
internal static class PagesWithoutText
{
    public static IReadOnlyDictionary<string, FieldResult> Mark(IReadOnlyDictionary<string, FieldResult> fields, DocumentLayout layout) =>
        layout.Pages.All(p => p.Blocks.Count > 0) ? fields : fields.ForReview(Reasons.PagesWithoutText, (_, _) => true);
}
