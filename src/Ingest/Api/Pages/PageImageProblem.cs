namespace Pipeline.Ingest.Api.Pages;

/// <summary>Why a page has no picture.</summary>
public enum PageImageProblem
{
    /// <summary>The document has fewer pages: 404 <c>page_not_found</c>.</summary>
    NoSuchPage,

    /// <summary>A document without pages of its own, or a page that could not be drawn within its limits: 404 <c>page_not_drawable</c>.</summary>
    NotDrawable,

    /// <summary>As many pages are being drawn as may be: 503 <c>busy</c>, to be asked again.</summary>
    Busy,
}
