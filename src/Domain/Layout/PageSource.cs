namespace Pipeline.Domain.Layout;

/// <summary>Where a page's words come from.</summary>
public enum PageSource
{
    Text,
    Ocr,
}
